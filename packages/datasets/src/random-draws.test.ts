import { seedWords } from '@hourglass/engine'
import { describe, expect, it } from 'vitest'

import { randomDraws } from './random-draws.js'

describe('randomDraws', () => {
  it('gives the same for the same key, and something else for another', () => {
    const take = (seed: number) => Array.from({ length: 100 }, randomDraws(seedWords(seed)).uniform)
    expect(take(1)).toEqual(take(1))
    const [one, two] = [take(1), take(2)]
    expect(one.filter((u, place) => u === two[place])).toEqual([])
    expect(new Set(one).size).toBe(100)
  })

  it('is uniform: mean 1/2 and variance 1/12, six standard errors at the most', () => {
    const { uniform } = randomDraws(seedWords(3))
    const n = 100_000
    const draws = Array.from({ length: n }, uniform)
    const mean = draws.reduce((sum, u) => sum + u, 0) / n
    const variance = draws.reduce((sum, u) => sum + (u - mean) ** 2, 0) / n
    expect(Math.abs(mean - 0.5)).toBeLessThan(6 * Math.sqrt(1 / 12 / n))
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(6 * Math.sqrt(1 / 180 / n))
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...draws)).toBeLessThan(1)
  })

  it('gives every integer below n, and no other', () => {
    const { integer } = randomDraws(seedWords(4))
    const counts = Array.from({ length: 7 }, () => 0)
    for (let draw = 0; draw < 70_000; draw++) counts[integer(7)]!++
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    // 6 degrees of freedom: above 33.1 once in 100,000.
    expect(chiSquare).toBeLessThan(33.1)
  })
})
