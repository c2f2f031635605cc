import type { Engine, Key } from '@hourglass/core'
import {
  correlation,
  kolmogorovSmirnov,
  leakedTensors,
  mean,
  normalCdf,
  testEngines,
  variance,
} from '@hourglass/testing'
import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { gaussianNoise } from './gaussian.js'

const [ROWS, COLUMNS] = [200, 151]
const N = ROWS * COLUMNS
const data = Float32Array.from({ length: N }, (_, place) => 2 * Math.sin(place))

describe.each(testEngines())('gaussianNoise on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key('gaussian')
  })
  const corrupt = (sigma: number, at = key) =>
    gaussianNoise(sigma, engine.random).corrupt(tensor2d(data, [ROWS, COLUMNS]), at)

  it.each([0.1, 0.3, 2])('adds N(0, σ²) for σ = %d, independent of x and of the neighbours', (sigma) => {
    const corrupted = corrupt(sigma)
    expect(corrupted.shape).toEqual([ROWS, COLUMNS])
    const noise = Float64Array.from(corrupted.dataSync(), (value, place) => value - data[place]!)
    expect(Math.abs(mean(noise))).toBeLessThan(4.5 * (sigma / Math.sqrt(N)))
    expect(Math.abs(variance(noise) - sigma ** 2)).toBeLessThan(4.5 * sigma ** 2 * Math.sqrt(2 / N))
    expect(kolmogorovSmirnov(noise, (x) => normalCdf(x / sigma)).pValue).toBeGreaterThan(0.001)
    expect(Math.abs(correlation(noise, data))).toBeLessThan(4.5 / Math.sqrt(N))
    expect(Math.abs(correlation(noise.subarray(1), noise.subarray(0, -1)))).toBeLessThan(4.5 / Math.sqrt(N))
  })

  it('may leave the range of the data', () => {
    const after = corrupt(1).dataSync()
    expect(Math.max(...after)).toBeGreaterThan(2)
    expect(Math.min(...after)).toBeLessThan(-2)
  })

  it('changes nothing for σ = 0', () => {
    expect(corrupt(0).dataSync()).toEqual(data)
  })

  it('never touches the clean x', () => {
    const x = tensor2d(data, [ROWS, COLUMNS])
    gaussianNoise(1, engine.random).corrupt(x, key)
    expect(x.dataSync()).toEqual(data)
  })

  it('draws the same for the same key, and anew for a new one', () => {
    expect(corrupt(1).dataSync()).toEqual(corrupt(1).dataSync())
    expect(corrupt(1, engine.random.fold(key, 1)).dataSync()).not.toEqual(corrupt(1).dataSync())
  })

  it('keeps nothing', async () => {
    const [noise, x] = [gaussianNoise(0.5, engine.random), tensor2d([[1, 2, 3]])]
    expect(await leakedTensors(engine, () => tidy(() => noise.corrupt(x, key)))).toBe(0)
  })
})
