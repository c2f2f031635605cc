import { type Engine, HourglassError, type Key } from '@hourglass/core'
import { correlation, leakedTensors, mean, testEngines } from '@hourglass/testing'
import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { saltAndPepperNoise } from './salt-and-pepper.js'

const [ROWS, COLUMNS] = [200, 150]
const N = ROWS * COLUMNS
/** Strictly inside of every range below but for a few outliers. */
const data = Float32Array.from({ length: N }, (_, place) => (place % 100 === 0 ? 3 : 0.3 + 0.2 * Math.sin(place)))
const ranges: [number, number][] = [
  [0, 1],
  [-0.3, 0.9],
  [-1, 1],
  [0.1, 0.7],
]

describe.each(testEngines())('saltAndPepperNoise on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key('salt and pepper')
  })
  const corrupt = (fraction: number, range: [number, number] = [0, 1], at = key) =>
    saltAndPepperNoise(fraction, range, engine.random).corrupt(tensor2d(data, [ROWS, COLUMNS]), at)

  it.each(ranges)('puts exactly %d and %d, each for half of the fraction, and leaves the rest', (low, high) => {
    const fraction = 0.4
    const corrupted = corrupt(fraction, [low, high])
    expect(corrupted.shape).toEqual([ROWS, COLUMNS])
    const after = corrupted.dataSync()
    const [pepper, salt] = [low, high].map(Math.fround)
    expect(after.every((value, place) => value === data[place] || value === pepper || value === salt)).toBe(true)
    for (const extreme of [pepper, salt]) {
      const share = mean(Float64Array.from(after, (value) => (value === extreme ? 1 : 0)))
      expect(Math.abs(share - fraction / 2)).toBeLessThan(4.5 * Math.sqrt((0.2 * 0.8) / N))
    }
  })

  it('chooses places independently of one another', () => {
    const after = corrupt(0.4).dataSync()
    const chosen = Float64Array.from(after, (value, place) => (value === data[place] ? 0 : 1))
    expect(Math.abs(correlation(chosen.subarray(1), chosen.subarray(0, -1)))).toBeLessThan(4.5 / Math.sqrt(N))
  })

  it('changes nothing for ν = 0, and leaves nothing but a fair coin’s extremes for ν = 1', () => {
    expect(corrupt(0).dataSync()).toEqual(data)
    const after = corrupt(1).dataSync()
    expect(after.every((value) => value === 0 || value === 1)).toBe(true)
    expect(Math.abs(mean(after) - 0.5)).toBeLessThan(4.5 * Math.sqrt(0.25 / N))
  })

  it('never touches the clean x', () => {
    const x = tensor2d(data, [ROWS, COLUMNS])
    saltAndPepperNoise(0.5, [0, 1], engine.random).corrupt(x, key)
    expect(x.dataSync()).toEqual(data)
  })

  it('draws the same for the same key, and anew for a new one', () => {
    expect(corrupt(0.5).dataSync()).toEqual(corrupt(0.5).dataSync())
    expect(corrupt(0.5, [0, 1], engine.random.fold(key, 1)).dataSync()).not.toEqual(corrupt(0.5).dataSync())
  })

  it('keeps nothing', async () => {
    const [noise, x] = [saltAndPepperNoise(0.5, [0, 1], engine.random), tensor2d([[1, 2, 3]])]
    expect(await leakedTensors(engine, () => tidy(() => noise.corrupt(x, key)))).toBe(0)
  })

  it('refuses data without a smallest or a largest value, whose extremes would be NaN', () => {
    for (const range of [
      [0, Infinity],
      [-Infinity, 1],
    ] as [number, number][])
      expect(() => saltAndPepperNoise(0.5, range, engine.random)).toThrow(HourglassError)
  })
})
