import { describe, expect, it } from 'vitest'

import { randomDraws } from '../random-draws.js'
import { imagePatches, randomPixels } from './background.js'

describe('randomPixels', () => {
  it('is uniform over all bytes, at every place', () => {
    const [count, draws] = [7, randomDraws([3, 3])]
    const background = randomPixels(count)
    const times = 256 * 100
    const counts = Array.from({ length: count }, () => new Float64Array(256))
    for (let draw = 0; draw < times; draw++)
      background(draws).forEach((pixel, place) => {
        counts[place]![pixel]! += 1
      })
    for (const of of counts) {
      const chiSquare = of.reduce((sum, found) => sum + (found - 100) ** 2 / 100, 0)
      // 255 degrees of freedom, standard deviation 22.6: five of them.
      expect(Math.abs(chiSquare - 255)).toBeLessThan(113)
    }
  })

  it('has neighbours that know nothing of each other', () => {
    const pixels = randomPixels(100_000)(randomDraws([4, 4]))
    for (const step of [1, 2, 3, 4, 28]) {
      let sum = 0
      for (let at = step; at < pixels.length; at++) sum += (pixels[at]! - 127.5) * (pixels[at - step]! - 127.5)
      // The variance of a byte is (256² − 1)/12; five standard errors.
      expect(Math.abs(sum / pixels.length / (65_535 / 12))).toBeLessThan(5 / Math.sqrt(pixels.length))
    }
  })
})

describe('imagePatches', () => {
  it('gives patches with texture, and not the same one twice', async () => {
    const background = await imagePatches(28, { longestSide: 300, leastDeviation: 30 })
    const draws = randomDraws([5, 5])
    const patches = Array.from({ length: 100 }, () => background(draws))
    for (const patch of patches) {
      const mean = patch.reduce((sum, pixel) => sum + pixel, 0) / 784
      const variance = patch.reduce((sum, pixel) => sum + (pixel - mean) ** 2, 0) / 784
      expect(patch.length).toBe(784)
      expect(Math.sqrt(variance)).toBeGreaterThan(29.99)
    }
    expect(new Set(patches.map((patch) => patch.join())).size).toBe(100)
  })
})
