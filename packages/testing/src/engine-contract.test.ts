import type { Engine } from '@hourglass/core'
import {
  add,
  getBackend,
  type Scalar,
  scalar,
  matMul,
  memory,
  mean,
  mul,
  sigmoid,
  square,
  sub,
  type Tensor2D,
  tensor2d,
  valueAndGrads,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { leakedTensors } from './leaked-tensors.js'
import { testEngines } from './test-engines.js'

// What `Engine` of @hourglass/core promises.
describe.each(testEngines())('engine $name', ({ name, create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  it('says what it is, in one line, and what results depend on', () => {
    expect(engine.name).toBe(name)
    expect(engine.description).toMatch(new RegExp(`^${name} \\(.+\\)$`))
    expect(engine.facts).toHaveProperty('tfjs', expect.stringMatching(/^4\./))
  })

  it('is made current again by making another one', async () => {
    const backend = getBackend()
    for (const other of testEngines()) await other.create()
    engine = await create()
    expect(getBackend()).toBe(backend)
  })

  it('compiles a training step: the same numbers as the step, and nothing but its result is left', async () => {
    const step = ({ w, x, rate }: { w: Tensor2D; x: Tensor2D; rate: Scalar }) => {
      const { value, grads } = valueAndGrads(
        (w) => mean(square(sub(sigmoid(matMul(x, w as Tensor2D)), 0.5))) as Scalar,
      )([w])
      return { value, params: { w: sub(w, mul(rate, grads[0]!)) as Tensor2D } }
    }
    const inputs = { w: tensor2d([0.5, -0.25], [2, 1]), x: tensor2d([1, 2, 3, 4], [2, 2]), rate: scalar(0.1) }
    const plain = step(inputs)
    const compiled = engine.compile(step)
    const result = compiled(inputs)
    expect([...result.value.dataSync()]).toEqual([...plain.value.dataSync()])
    expect([...result.params.w.dataSync()]).toEqual([...plain.params.w.dataSync()])
    expect(await leakedTensors(engine, () => compiled(inputs))).toBe(0)
    expect(inputs.w.isDisposed).toBe(false)
  })

  it('does not freeze what it is given: a new rate and a new batch are seen', () => {
    const compiled = engine.compile(({ x, rate }: { x: Tensor2D; rate: Scalar }) => ({ y: mul(x, rate) }))
    const y = (x: number, rate: number) => compiled({ x: tensor2d([[x]]), rate: scalar(rate) }).y.dataSync()[0]
    expect([y(1, 2), y(1, 3), y(5, 3)]).toEqual([2, 3, 15])
  })

  it('draws anew in a compiled step for every key, and the same for the same', () => {
    const { random } = engine
    const compiled = engine.compile(({ step }: { step: Scalar }) => ({
      drawn: random.uniform(random.fold(random.key(1), 'noise', step), [4]),
    }))
    const draw = (step: number) => [...compiled({ step: scalar(step, 'int32') }).drawn.dataSync()]
    expect(draw(1)).not.toEqual(draw(2))
    expect(draw(1)).toEqual(draw(1))
    expect(draw(3)).toEqual([...random.uniform(random.fold(random.key(1), 'noise', 3), [4]).dataSync()])
  })

  it('counts live tensors', () => {
    const before = engine.tensorCount()
    const made = add(scalar(1), 1)
    made.dataSync()
    expect(engine.tensorCount()).toBeGreaterThan(before)
    made.dispose()
    expect(memory().numTensors).toBeGreaterThan(0)
  })
})
