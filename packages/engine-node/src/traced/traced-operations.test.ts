import type { Engine, Key, Random } from '@hourglass/core'
import { abs, backend, dispose, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../load-tfjs-node.js'
import { createNodeEngine } from '../node-engine.js'
import type { TensorFlowBackend } from '../tensorflow-backend.js'
import { arrangements } from './operations/arrangements.fixture.js'
import { derivatives } from './operations/derivatives.fixture.js'
import { elementwise } from './operations/elementwise.fixture.js'
import { draw, fraction, of, type OperationCase, whole } from './operations/operation-case.fixture.js'
import { products } from './operations/products.fixture.js'
import { sums } from './operations/sums.fixture.js'
import { tracedCompile } from './traced-compile.js'

const CALLS = 4

describe.skipIf(nativeUnusableReason() !== undefined)('traced operations', () => {
  let engine: Engine
  let random: Random
  beforeAll(async () => {
    engine = await createNodeEngine()
    random = engine.random
  })

  /** The results of some calls, of the step as it is and compiled: by `compare`, in pairs. */
  function run(
    { inputs, step }: OperationCase,
    rewrite: boolean,
    compare: (eager: Tensor, traced: Tensor) => void,
  ): void {
    const refusals: string[] = []
    const refused = (reason: string): void => void refusals.push(reason)
    const { compile, release } = tracedCompile(backend() as unknown as TensorFlowBackend, { refused, rewrite })
    const all = (given: Record<string, Tensor>): Record<string, Tensor> => {
      const results = [step(...(Object.values(given) as never[]))].flat() as Tensor[]
      return Object.fromEntries(results.map((result, place) => [`result ${place}`, result]))
    }
    const compiled = compile(all)
    for (let call = 0; call < CALLS; call++) {
      const given = Object.fromEntries(inputs.map((kind, place) => [`input ${place}`, draw(kind, call, place)]))
      const expected = tidy(() => all(given))
      const found = compiled(given)
      for (const name of Object.keys(expected)) {
        expect(found[name]!.dtype).toBe(expected[name]!.dtype)
        expect(found[name]!.shape).toEqual(expected[name]!.shape)
        compare(expected[name]!, found[name]!)
      }
      dispose([given, expected, found])
    }
    release()
    expect(refusals).toEqual([])
  }

  const groups = { elementwise, arrangements, sums, products, derivatives }
  describe.each(Object.entries(groups))('%s', (_, cases) => {
    it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
      const before = engine.tensorCount()
      run(each, false, (eager, traced) => {
        if (each.rounds) expect(distance(eager, traced)).toBeLessThan(1e-6)
        else expect(Buffer.compare(bits(traced), bits(eager)), 'the same bits').toBe(0)
      })
      run(each, true, (eager, traced) => expect(distance(eager, traced)).toBeLessThan(1e-4))
      expect(engine.tensorCount()).toBe(before)
    })
  })

  const key = whole(-(2 ** 31), 2 ** 31 - 1, 2)
  const step = whole(0, 1000)
  it.each<OperationCase>([
    of('uniform', [key], (key: Key) => [random.uniform(key, [5, 7]), random.uniform(key, [9], -2, 3)]),
    of('normal', [key], (key: Key) => [random.normal(key, [5, 7]), random.normal(key, [9], -2, 3)]),
    of('bernoulli', [key], (key: Key) => random.bernoulli(key, [200], 0.3)),
    of('bernoulli of tensors', [key, fraction(200)], (key: Key, p: Tensor) =>
      random.bernoulli(key, [200], abs(p) as never),
    ),
    of('fold', [key, step], (key: Key, step: Scalar) => [
      random.fold(key, 'noise', 3),
      random.fold(key, step),
      random.uniform(random.fold(key, 'layer', step, -1), [40]),
    ]),
  ])('random $name', (each) => {
    for (const rewrite of [false, true])
      run(each, rewrite, (eager, traced) => expect(Buffer.compare(bits(traced), bits(eager))).toBe(0))
  })
})

/** As they are in memory: −0 and every NaN for itself. */
function bits(tensor: Tensor): Uint8Array {
  const values = tensor.dataSync()
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** Of the largest magnitude; infinite where one is no number and the other is another one. */
function distance(a: Tensor, b: Tensor): number {
  const [x, y] = [a.dataSync(), b.dataSync()]
  let [worst, largest] = [0, Number.MIN_VALUE]
  for (const [place, value] of x.entries()) {
    if (Object.is(value, y[place])) continue
    const difference = Math.abs(value - y[place]!)
    worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference)
    largest = Math.max(largest, Math.abs(value))
  }
  return worst / largest
}
