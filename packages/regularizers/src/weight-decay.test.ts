import type { Autoencoder, Engine, Params, PenaltyPoint } from '@hourglass/core'
import { finiteDifferences, leakedTensors, relativeError, testEngines } from '@hourglass/testing'
import {
  add,
  grads,
  mul,
  type Rank,
  type Scalar,
  sum,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { weightDecay } from './weight-decay.js'

describe.each(testEngines())('weightDecay on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  const at = (params: Params, batch = 2): PenaltyPoint => {
    const x = zeros<Rank.R2>([batch, 3])
    return { x, xTilde: x, h: x, params, model: {} as Autoencoder, key: engine.random.key(1) }
  }
  const W = [1, -2, 0.5, 3, 0, -0.25]
  const V = [0.1, 0.2]
  const params = () => ({
    'encoder.0.W': tensor2d(W, [3, 2]),
    'encoder.0.b': tensor1d([100, -100]),
    'decoder.0.W': tensor2d(V, [2, 1]),
    'decoder.0.b': tensor1d([7]),
  })
  const sumOfSquares = (...numbers: number[]) => numbers.reduce((total, each) => total + each ** 2, 0)

  it('is Σ W² over all weights, biases left out', () => {
    expect(weightDecay().penalty(at(params())).dataSync()[0]).toBeCloseTo(sumOfSquares(...W, ...V), 5)
  })

  it('has the gradient 2W in weights and 0 in biases, as finite differences do', () => {
    const tensors = params()
    const names = Object.keys(tensors)
    const gradients = grads((...given) => {
      const params = Object.fromEntries(given.map((tensor, place) => [names[place]!, tensor]))
      // The tape wants every parameter used: here as an objective uses the biases.
      const biases = add(sum(params['encoder.0.b']!), sum(params['decoder.0.b']!))
      return add(weightDecay().penalty(at(params)), mul(biases, 0)) as Scalar
    })(Object.values(tensors))
    const found = Object.fromEntries(gradients.map((gradient, place) => [names[place]!, gradient.dataSync()]))
    const reference = finiteDifferences(
      (at) => sumOfSquares(...at['encoder.0.W']!, ...at['decoder.0.W']!),
      Object.fromEntries(
        names.map((name, place) => [name, Float64Array.from(Object.values(tensors)[place]!.dataSync())]),
      ),
    )
    expect(relativeError(found, reference)).toBeLessThan(1e-6)
    expect([...found['encoder.0.W']!]).toEqual(W.map((w) => expect.closeTo(2 * w, 6)))
    expect([...found['encoder.0.b']!, ...found['decoder.0.b']!].every((each) => each === 0)).toBe(true)
  })

  it('does not depend on the batch', () => {
    const [small, large] = [1, 50].map((batch) => weightDecay().penalty(at(params(), batch)).dataSync()[0])
    expect(small).toBe(large)
  })

  it('counts parameters of higher rank, such as filters, too', () => {
    expect(
      weightDecay()
        .penalty(at({ filters: tensor3d([[[1, 2]]]) }))
        .dataSync()[0],
    ).toBe(5)
  })

  it('is 0 for a model without weights, and for one without parameters', () => {
    for (const params of [{}, { b: tensor1d([1, 2]) }] as Params[]) {
      const penalty = weightDecay().penalty(at(params))
      expect([penalty.rank, penalty.dataSync()[0]]).toEqual([0, 0])
    }
  })

  it('keeps nothing', async () => {
    const point = at(params())
    expect(await leakedTensors(engine, () => tidy(() => weightDecay().penalty(point)))).toBe(0)
  })
})
