import type { Engine, TensorRecord } from '@hourglass/core'
import {
  add,
  backend,
  dispose,
  div,
  matMul,
  mean,
  mul,
  norm,
  scalar,
  sigmoid,
  sqrt,
  square,
  sub,
  type Tensor,
  tensor1d,
  tensor2d,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'

import { createNodeEngine } from '../node-engine.js'
import { nativeUnusableReason } from '../load-tfjs-node.js'
import type { TensorFlowBackend } from '../tensorflow-backend.js'
import { tracedCompile } from './traced-compile.js'

describe.skipIf(nativeUnusableReason() !== undefined)('tracedCompile', () => {
  let engine: Engine
  let traced: ReturnType<typeof tracedCompile>
  /** Without rewriting: the operations of the eager step, and so its bits. */
  let plain: ReturnType<typeof tracedCompile>
  let refusals: string[] = []
  beforeAll(async () => {
    engine = await createNodeEngine()
    const options = { refused: (reason: string) => refusals.push(reason) }
    traced = tracedCompile(backend() as unknown as TensorFlowBackend, options)
    plain = tracedCompile(backend() as unknown as TensorFlowBackend, { ...options, rewrite: false })
  })
  afterEach(() => {
    refusals = []
    traced.release()
    plain.release()
  })

  /** One step of a denoising linear autoencoder by hand: draws, products, an update with a rate that is an input. */
  const learn = ({ W, x, key, rate }: { W: Tensor; x: Tensor; key: Tensor; rate: Tensor }) => {
    const xTilde = mul(x, engine.random.bernoulli(engine.random.fold(key as never, 'noise'), [x.shape[0]!, 6], 0.75))
    const h = sigmoid(matMul(xTilde as Tensor2D, W as Tensor2D))
    const error = sub(matMul(h as Tensor2D, W as Tensor2D, false, true), x) as Tensor2D
    const gradient = matMul(error, h as Tensor2D, true)
    return { W: sub(W, mul(rate, gradient)), value: mean(square(error)) }
  }
  const batch = (rows: number, t: number) =>
    tensor2d(
      Array.from({ length: rows * 6 }, (_, place) => Math.sin(place + t)),
      [rows, 6],
    )

  /** The losses of a training, and the last weights, bit for bit. */
  function train(step: typeof learn, steps: number, rows: (t: number) => number = () => 8): number[] {
    let W: Tensor = tidy(() => engine.random.uniform(engine.random.key(1), [6, 3]))
    const losses: number[] = []
    for (let t = 1; t <= steps; t++) {
      const inputs = { W, x: batch(rows(t), t), key: engine.random.key(t), rate: scalar(0.1 / t) }
      const outputs = step(inputs)
      losses.push(outputs.value.dataSync()[0]!)
      dispose([inputs.W, inputs.x, inputs.key, inputs.rate, outputs.value])
      W = outputs.W
    }
    losses.push(...W.dataSync())
    W.dispose()
    return losses
  }
  const eager = (inputs: Parameters<typeof learn>[0]) => tidy(() => learn(inputs))

  it('gives the bits of the eager step: draws, inputs and rates stay alive', () => {
    expect(train(plain.compile(learn), 25)).toEqual(train(eager, 25))
    expect(refusals).toEqual([])
  })

  it('rewritten, agrees to float32 rounding', () => {
    const expected = train(eager, 25)
    for (const [place, value] of train(traced.compile(learn), 25).entries())
      expect(Math.abs(value - expected[place]!)).toBeLessThan(1e-5)
    expect(refusals).toEqual([])
  })

  it('takes an update like Adam whose rate hangs on its own results, which no kernel for Adam can do', () => {
    // A trust ratio, You et al. 2020, "LAMB": the rewritten graph would be a circle, and the plain one is taken.
    const lamb = ({ w, g, m, v }: Record<'w' | 'g' | 'm' | 'v', Tensor>) => {
      const [mean1, mean2] = [add(mul(0.9, m), mul(0.1, g)), add(mul(0.99, v), mul(0.01, square(g)))]
      const rate = div(0.1, norm(mean1))
      return { w: sub(w, mul(rate, div(mean1, add(sqrt(mean2), 1e-6)))), mean1, mean2 }
    }
    const inputs = { w: batch(3000, 1), g: batch(3000, 2), m: batch(3000, 3), v: square(batch(3000, 4)) }
    const expected = [...lamb(inputs).w.dataSync()]
    const step = traced.compile(lamb)
    for (let call = 1; call <= 5; call++)
      for (const [place, value] of step(inputs).w.dataSync().entries())
        if (Math.abs(value - expected[place]!) > 1e-6) expect(value).toBe(expected[place])
    expect(refusals).toEqual([])
  })

  it('traces once for every shape: a smaller last batch has a graph of its own', () => {
    const rows = (t: number) => (t % 4 === 0 ? 3 : 8)
    let calls = 0
    const counting = (inputs: Parameters<typeof learn>[0]) => {
      calls++
      return learn(inputs)
    }
    expect(train(plain.compile(counting), 24, rows)).toEqual(train(eager, 24, rows))
    // Two traces at the first call, one at the second and at the third, of each shape; and one at the tenth of one.
    expect(calls).toBe(4 + 4 + 1)
    expect(refusals).toEqual([])
  })

  it('keeps no tensor', () => {
    const step = traced.compile(learn)
    train(step, 5)
    const before = engine.tensorCount()
    train(step, 200)
    expect(engine.tensorCount()).toBe(before)
  })

  it('takes one tensor in two places for two inputs, and gives an input back as an output', () => {
    const step = traced.compile(({ a, b }: { a: Tensor; b: Tensor }) => ({
      difference: sub(a, b),
      a,
      twice: add(a, a),
    }))
    const [x, y] = [tensor1d([1, 2]), tensor1d([5, 5])]
    for (let call = 1; call <= 4; call++) {
      const same = step({ a: x, b: x })
      expect([...same.difference.dataSync(), ...same.a.dataSync(), ...same.twice.dataSync()]).toEqual([
        0, 0, 1, 2, 2, 4,
      ])
    }
    expect([...step({ a: y, b: x }).difference.dataSync()]).toEqual([4, 3])
    expect(refusals).toEqual([])
  })

  it('keeps constants that stay the same, captured or made on the way', () => {
    const captured = tensor1d([10, 20])
    const step = traced.compile(({ x }: { x: Tensor }) => ({ y: add(mul(x, 3), captured) }))
    for (let call = 1; call <= 5; call++)
      expect([...step({ x: tensor1d([call, 0]) }).y.dataSync()]).toEqual([3 * call + 10, 20])
    expect(refusals).toEqual([])
  })

  describe('refuses a step of which something would be frozen, in words that name the line, and runs it eagerly:', () => {
    const line = /traced-compile\.test\.ts:\d+/

    /** The results of ten calls with 1, 2, …, 10; `before` is told which call comes. */
    const results = <Outputs extends TensorRecord>(
      step: (inputs: { x: Tensor }) => Outputs,
      before: (call: number) => void = () => {},
    ): number[] => {
      const compiled = traced.compile(step)
      return Array.from({ length: 10 }, (_, index) => {
        before(index + 1)
        return (compiled({ x: scalar(index + 1) })['y'] as Tensor).dataSync()[0]!
      })
    }

    it('a value read to the host', () => {
      const y = results(({ x }) => ({ y: scalar(2 * x.dataSync()[0]!) }))
      expect(y).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
      expect(refusals).toEqual([expect.stringMatching(/reads a value to the host at/)])
      expect(refusals[0]).toMatch(line)
    })

    it('a number of JavaScript that changes', () => {
      let number = 0
      const y = results(
        ({ x }) => ({ y: add(x, number) }),
        (call) => (number = call),
      )
      expect(y).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
      expect(refusals).toEqual([expect.stringMatching(/a number that changed .* an input of Add at/)])
      expect(refusals[0]).toMatch(line)
    })

    it('a draw made on the host', () => {
      let state = 1
      const draw = () => (state = (state * 16807) % 2147483647) / 2147483647
      const drawn = results(({ x }) => ({ y: mul(x, scalar(draw())) }))
      expect(new Set(drawn.map((y, place) => (y / (place + 1)).toFixed(5))).size).toBe(10)
      expect(refusals).toHaveLength(1)
    })

    it('a captured tensor that is another one in the next call', () => {
      let captured = scalar(0)
      const y = results(
        ({ x }) => ({ y: mul(x, captured) }),
        (call) => (captured = scalar(call)),
      )
      expect(y).toEqual([1, 4, 9, 16, 25, 36, 49, 64, 81, 100])
      expect(refusals).toHaveLength(1)
    })

    it('a step that does something else in the next call', () => {
      let product = false
      const y = results(
        ({ x }) => ({ y: product ? mul(x, x) : add(x, x) }),
        (call) => (product = call > 1),
      )
      expect(y).toEqual([2, 4, 9, 16, 25, 36, 49, 64, 81, 100])
      expect(refusals).toEqual([expect.stringMatching(/it ran Add at .* and Mul at/)])
    })
  })

  it('stops with an error where a number changes later, for by then results may be wrong', () => {
    let number = 1
    const step = traced.compile(({ x }: { x: Tensor }) => ({ y: mul(x, number) }))
    const call = () => step({ x: scalar(2) }).y.dataSync()[0]!
    for (let before = 1; before < 10; before++) expect(call()).toBe(2)
    number = 5
    expect(call).toThrow(
      expect.objectContaining({ code: 'step-changed', message: expect.stringMatching(/a number that changed .*:\d+/) }),
    )
    expect(refusals).toEqual([])
  })
})
