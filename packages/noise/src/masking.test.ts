import type { Engine, Key } from '@hourglass/core'
import { correlation, leakedTensors, mean, testEngines } from '@hourglass/testing'
import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { maskingNoise } from './masking.js'

const [ROWS, COLUMNS] = [200, 150]
const N = ROWS * COLUMNS
/** Of both signs, outside of [0, 1], nowhere 0. */
const data = Float32Array.from({ length: N }, (_, place) => 5 * Math.sin(place + 1) + (place % 2 === 0 ? 6 : -6))

describe.each(testEngines())('maskingNoise on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key('masking')
  })
  const corrupt = (fraction: number, at = key) =>
    maskingNoise(fraction, engine.random).corrupt(tensor2d(data, [ROWS, COLUMNS]), at)

  it.each([0.1, 0.25, 0.9])('sets the fraction %d to 0, and leaves the rest as it is', (fraction) => {
    const corrupted = corrupt(fraction)
    expect(corrupted.shape).toEqual([ROWS, COLUMNS])
    const after = corrupted.dataSync()
    expect(after.every((value, place) => value === 0 || value === data[place])).toBe(true)
    const masked = Float64Array.from(after, (value) => (value === 0 ? 1 : 0))
    expect(Math.abs(mean(masked) - fraction)).toBeLessThan(4.5 * Math.sqrt((fraction * (1 - fraction)) / N))
    // Independent of the neighbour in the row, and of the example below.
    expect(Math.abs(correlation(masked.subarray(1), masked.subarray(0, -1)))).toBeLessThan(4.5 / Math.sqrt(N))
    expect(Math.abs(correlation(masked.subarray(COLUMNS), masked.subarray(0, -COLUMNS)))).toBeLessThan(
      4.5 / Math.sqrt(N - COLUMNS),
    )
  })

  it('has the moments E x̃ = (1 − ν)x, Var x̃ = ν(1 − ν)x²', () => {
    const [x, fraction] = [-4, 0.3]
    const after = maskingNoise(fraction, engine.random)
      .corrupt(tensor2d(new Float32Array(N).fill(x), [ROWS, COLUMNS]), key)
      .dataSync()
    const deviation = Math.sqrt(fraction * (1 - fraction)) * Math.abs(x)
    expect(Math.abs(mean(after) - (1 - fraction) * x)).toBeLessThan(4.5 * (deviation / Math.sqrt(N)))
  })

  it('changes nothing for ν = 0, and leaves nothing for ν = 1', () => {
    expect(corrupt(0).dataSync()).toEqual(data)
    expect(
      corrupt(1)
        .dataSync()
        .every((value) => value === 0),
    ).toBe(true)
  })

  it('never touches the clean x', () => {
    const x = tensor2d(data, [ROWS, COLUMNS])
    maskingNoise(0.5, engine.random).corrupt(x, key)
    expect(x.dataSync()).toEqual(data)
  })

  it('draws the same for the same key, and anew for a new one', () => {
    expect(corrupt(0.5).dataSync()).toEqual(corrupt(0.5).dataSync())
    expect(corrupt(0.5, engine.random.fold(key, 1)).dataSync()).not.toEqual(corrupt(0.5).dataSync())
  })

  it('keeps nothing', async () => {
    const [noise, x] = [maskingNoise(0.5, engine.random), tensor2d([[1, 2, 3]])]
    expect(await leakedTensors(engine, () => tidy(() => noise.corrupt(x, key)))).toBe(0)
  })
})
