import type { Engine, Key } from '@hourglass/core'
import {
  finiteDifferences,
  kolmogorovSmirnov,
  leakedTensors,
  mean,
  normalCdf,
  relativeError,
  testEngines,
  variance,
} from '@hourglass/testing'
import { grads, sum, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { gaussianLoss } from './gaussian.js'

/** −log of the density of N(θ, σ²I), in float64. */
const negativeLogDensity = (y: ArrayLike<number>, theta: ArrayLike<number>, sigma: number) =>
  Array.from(
    y,
    (value, place) => (value - theta[place]!) ** 2 / (2 * sigma ** 2) + Math.log(sigma * Math.sqrt(2 * Math.PI)),
  ).reduce((total, each) => total + each, 0)

describe.each(testEngines())('gaussianLoss on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key('gaussian')
  })
  const values = (tensor: Tensor) => [...tensor.dataSync()]
  const loss = (sigma: number) => gaussianLoss(sigma, engine.random)

  it.each([0.1, 1, 3])('nll is minus the log density for σ = %d, per example, in nats', (sigma) => {
    const y = [
      [0, 1, -2],
      [0.5, 0.5, 100],
    ]
    const theta = [
      [0, 1, -2],
      [-1, 0.25, 99],
    ]
    const found = loss(sigma).nll(tensor2d(y), tensor2d(theta))
    expect(found.shape).toEqual([2])
    const expected = y.map((row, example) => negativeLogDensity(row, theta[example]!, sigma))
    expect(relativeError({ nll: values(found) }, { nll: expected })).toBeLessThan(1e-6)
  })

  it('is a density: it integrates to 1', () => {
    const [low, high, steps] = [-9, 11, 4000]
    const width = (high - low) / steps
    const y = Float32Array.from({ length: steps }, (_, step) => low + (step + 0.5) * width)
    for (const sigma of [0.2, 1, 1.5]) {
      const nll = loss(sigma).nll(tensor2d(y, [steps, 1]), tensor2d(new Float32Array(steps).fill(1), [steps, 1]))
      expect(values(nll).reduce((total, each) => total + Math.exp(-each) * width, 0)).toBeCloseTo(1, 5)
    }
  })

  it('is the squared error over 2σ² and a constant: least squares', () => {
    const sigma = 0.7
    const y = tensor2d([[0.2, -0.4, 3]])
    const at = (theta: number[]) => values(loss(sigma).nll(y, tensor2d([theta])))[0]!
    const squaredError = (theta: number[]) => (0.2 - theta[0]!) ** 2 + (-0.4 - theta[1]!) ** 2 + (3 - theta[2]!) ** 2
    const constant = 1.5 * Math.log(2 * Math.PI * sigma ** 2)
    for (const theta of [
      [0.2, -0.4, 3],
      [0, 0, 0],
      [1, 2, -3],
    ])
      expect(at(theta)).toBeCloseTo(squaredError(theta) / (2 * sigma ** 2) + constant, 4)
  })

  it('has the gradient of its float64 reference, (θ − y)/σ² in θ', () => {
    const sigma = 0.5
    const at = { y: Float64Array.of(0, 1, 0.25, 0.9, 1, 0), theta: Float64Array.of(-4, 0.1, 3, -0.5, 6, 2) }
    const reference = finiteDifferences(({ y, theta }) => negativeLogDensity(y!, theta!, sigma), at)
    const [y, theta] = grads((y, theta) => sum(loss(sigma).nll(y as never, theta as never)))([
      tensor2d(Float32Array.from(at.y), [2, 3]),
      tensor2d(Float32Array.from(at.theta), [2, 3]),
    ])
    expect(relativeError({ y: values(y!), theta: values(theta!) }, reference)).toBeLessThan(1e-5)
    const closedForm = at.theta.map((value, place) => (value - at.y[place]!) / sigma ** 2)
    expect(relativeError({ theta: values(theta!) }, { theta: closedForm })).toBeLessThan(1e-5)
  })

  it('mean is θ, and parametersFromMean undoes it', () => {
    const theta = tensor2d([[-100, 0, 0.25]])
    expect(values(loss(2).mean(theta))).toEqual([-100, 0, 0.25])
    expect(values(loss(2).parametersFromMean(theta, 0.1))).toEqual([-100, 0, 0.25])
  })

  it('sample is N(θ, σ²), a new draw for a new key', () => {
    const n = 40_000
    const sigma = 0.3
    const theta = tensor2d(
      Float32Array.from({ length: 2 * n }, (_, place) => (place % 2 === 0 ? 5 : -1)),
      [n, 2],
    )
    const drawn = loss(sigma).sample(theta, key).dataSync()
    for (const [which, centre] of [5, -1].entries()) {
      const column = drawn.filter((_, place) => place % 2 === which)
      expect(Math.abs(mean(column) - centre)).toBeLessThan(4.5 * (sigma / Math.sqrt(n)))
      expect(Math.abs(variance(column) - sigma ** 2)).toBeLessThan(4.5 * sigma ** 2 * Math.sqrt(2 / n))
      expect(kolmogorovSmirnov(column, (y) => normalCdf((y - centre) / sigma)).pValue).toBeGreaterThan(0.001)
    }
    expect(loss(sigma).sample(theta, key).dataSync()).toEqual(drawn)
    expect(loss(sigma).sample(theta, engine.random.fold(key, 1)).dataSync()).not.toEqual(drawn)
  })

  it('keeps nothing', async () => {
    const [y, theta] = [tensor2d([[0, 1]]), tensor2d([[2, 3]])]
    const step = () =>
      tidy(() => [
        loss(1).nll(y, theta),
        loss(1).sample(theta, key),
        ...grads((theta) => sum(loss(1).nll(y, theta as never)))([theta]),
      ])
    expect(await leakedTensors(engine, step)).toBe(0)
  })
})
