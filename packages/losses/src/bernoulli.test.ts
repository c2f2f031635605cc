import type { Engine, Key, OutputDistribution } from '@hourglass/core'
import { correlation, finiteDifferences, leakedTensors, mean, relativeError, testEngines } from '@hourglass/testing'
import { grads, sum, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { bernoulliLoss } from './bernoulli.js'

const sigma = (theta: number) => 1 / (1 + Math.exp(-theta))
/** −Σ y log σ(θ) + (1 − y) log(1 − σ(θ)), in float64, without the cancellation of writing it so. */
const crossEntropy = (y: number, theta: number) =>
  y * Math.log1p(Math.exp(-theta)) + (1 - y) * Math.log1p(Math.exp(theta))

describe.each(testEngines())('bernoulliLoss on $name', ({ create }) => {
  let engine: Engine
  let loss: OutputDistribution
  let key: Key
  beforeAll(async () => {
    engine = await create()
    loss = bernoulliLoss(engine.random)
    key = engine.random.key('bernoulli')
  })
  const values = (tensor: Tensor) => [...tensor.dataSync()]
  const nll = (y: number[][], theta: number[][]) => values(loss.nll(tensor2d(y), tensor2d(theta)))

  it('nll is the cross-entropy, summed over dimensions, per example, in nats', () => {
    const y = engine.random.uniform(engine.random.fold(key, 'y'), [20, 30])
    const theta = engine.random.normal(engine.random.fold(key, 'theta'), [20, 30], 0, 4)
    const [ys, thetas] = [values(y), values(theta)]
    const found = loss.nll(y as never, theta as never)
    expect(found.shape).toEqual([20])
    const expected = Float64Array.from({ length: 20 }, (_, row) => {
      const places = Array.from({ length: 30 }, (_, column) => row * 30 + column)
      return places.reduce((total, place) => total + crossEntropy(ys[place]!, thetas[place]!), 0)
    })
    expect(relativeError({ nll: values(found) }, { nll: expected })).toBeLessThan(1e-6)
  })

  it('is a distribution: the probabilities of all y sum to 1', () => {
    const all = Array.from({ length: 16 }, (_, bits) => [bits & 1, (bits >> 1) & 1, (bits >> 2) & 1, (bits >> 3) & 1])
    const theta = [-3, 0, 0.7, 5]
    const probabilities = nll(
      all,
      all.map(() => theta),
    ).map((each) => Math.exp(-each))
    expect(probabilities.reduce((total, p) => total + p, 0)).toBeCloseTo(1, 5)
  })

  it('costs log 2 a dimension where the network knows nothing, and the entropy of y at its best', () => {
    expect(nll([[0, 1, 0.3]], [[0, 0, 0]])[0]).toBeCloseTo(3 * Math.LN2, 6)
    const y = 0.3
    const best = Math.log(y / (1 - y))
    expect(nll([[y]], [[best]])[0]).toBeCloseTo(-y * Math.log(y) - (1 - y) * Math.log(1 - y), 6)
    expect(nll([[y]], [[best + 0.1]])[0]).toBeGreaterThan(nll([[y]], [[best]])[0]!)
  })

  it('stays finite and right for extreme logits', () => {
    const theta = [100, -100, 100, -100, 80, -1000, 1000]
    const y = [1, 0, 0, 1, 0.5, 0, 0]
    const each = nll(
      y.map((value) => [value]),
      theta.map((value) => [value]),
    )
    expect(each).toEqual([0, 0, 100, 100, 40, 0, 1000].map((value) => expect.closeTo(value, 4)))
    const [gradient] = grads((theta) => sum(loss.nll(tensor2d([y]), theta as never)))([tensor2d([theta])])
    expect(values(gradient!)).toEqual([0, 0, 1, -1, 0.5, 0, 1].map((value) => expect.closeTo(value, 6)))
  })

  it('has the gradient of its float64 reference, in θ and in y', () => {
    const at = { y: Float64Array.of(0, 1, 0.25, 0.9, 1, 0), theta: Float64Array.of(-4, 0.1, 3, -0.5, 6, 2) }
    const reference = finiteDifferences(
      ({ y, theta }) => y!.reduce((total, value, place) => total + crossEntropy(value, theta![place]!), 0),
      at,
    )
    const [y, theta] = grads((y, theta) => sum(loss.nll(y as never, theta as never)))([
      tensor2d(Float32Array.from(at.y), [2, 3]),
      tensor2d(Float32Array.from(at.theta), [2, 3]),
    ])
    expect(relativeError({ y: values(y!), theta: values(theta!) }, reference)).toBeLessThan(1e-5)
    const closedForm = at.theta.map((value, place) => sigma(value) - at.y[place]!)
    expect(relativeError({ theta: values(theta!) }, { theta: closedForm })).toBeLessThan(1e-5)
  })

  it('mean is σ(θ)', () => {
    const theta = [-100, -2, 0, 0.5, 100]
    expect(values(loss.mean(tensor2d([theta])))).toEqual(theta.map((value) => expect.closeTo(sigma(value), 6)))
  })

  it('sample: zeros and ones with the mean’s frequency, a new draw for a new key', () => {
    const n = 40_000
    const probabilities = [0.02, 0.5, 0.8]
    const theta = tensor2d(
      Array.from({ length: n }, () => probabilities.map((p) => Math.log(p / (1 - p)))),
      [n, 3],
    )
    const drawn = loss.sample(theta, key).dataSync()
    expect(drawn.every((y) => y === 0 || y === 1)).toBe(true)
    const column = (which: number) => drawn.filter((_, place) => place % 3 === which)
    for (const [which, p] of probabilities.entries())
      expect(Math.abs(mean(column(which)) - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / n))
    expect(Math.abs(correlation(column(1), column(2)))).toBeLessThan(4.5 / Math.sqrt(n))
    expect(loss.sample(theta, key).dataSync()).toEqual(drawn)
    expect(loss.sample(theta, engine.random.fold(key, 1)).dataSync()).not.toEqual(drawn)
  })

  it('parametersFromMean undoes mean, and keeps the margin to 0 and 1', () => {
    const means = [0.001, 0.3, 0.5, 0.999]
    const theta = loss.parametersFromMean(tensor2d([means]))
    expect(values(loss.mean(theta))).toEqual(means.map((value) => expect.closeTo(value, 6)))
    const edges = loss.parametersFromMean(tensor2d([[0, 1]]), 0.01)
    expect(values(edges)).toEqual([expect.closeTo(Math.log(0.01 / 0.99), 4), expect.closeTo(Math.log(99), 4)])
    expect(values(loss.parametersFromMean(tensor2d([[0, 1]]))).every(Number.isFinite)).toBe(true)
  })

  it('keeps nothing', async () => {
    const [y, theta] = [tensor2d([[0, 1]]), tensor2d([[2, 3]])]
    const step = () =>
      tidy(() => [
        loss.nll(y, theta),
        loss.mean(theta),
        loss.sample(theta, key),
        loss.parametersFromMean(y),
        ...grads((theta) => sum(loss.nll(y, theta as never)))([theta]),
      ])
    expect(await leakedTensors(engine, step)).toBe(0)
  })
})
