import { describe, expect, it } from 'vitest'

import { columnRanges, quantise } from './quantise.js'

describe('quantise', () => {
  // Bennett 1948: the error within a cell is uniform, of mean square Δ²/12.
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('moves uniform numbers by Δ²/12 in the mean square, at %i bits', (bits) => {
    const n = 2 ** 14
    const low = -3
    const high = 5
    const values = Float32Array.from({ length: n }, (_, place) => low + ((place + 0.5) / n) * (high - low))
    const ranges = { low: Float32Array.of(low), high: Float32Array.of(high) }
    const moved = quantise(values, ranges, bits)
    const error = moved.reduce((sum, value, place) => sum + (value - values[place]!) ** 2, 0) / n
    const delta = (high - low) / 2 ** bits
    expect(error / (delta ** 2 / 12)).toBeCloseTo(1, 2)
    expect(new Set(moved).size).toBe(2 ** bits)
  })

  it('takes each column between its own ends, and what is beyond them as the nearest cell', () => {
    const ranges = columnRanges(Float32Array.of(0, 10, 1, 30, Number.NaN, Infinity, 0.5, 20), 2)
    expect(ranges).toEqual({ low: Float32Array.of(0, 10), high: Float32Array.of(1, 30) })
    const moved = quantise(Float32Array.of(-4, 11, 0.3, 29, 9, 99), ranges, 1)
    expect([...moved]).toEqual([0.25, 15, 0.25, 25, 0.75, 25])
  })

  it('gives a column of one value that value, and what is not a number back', () => {
    const ranges = columnRanges(Float32Array.of(4, 4), 1)
    expect([...quantise(Float32Array.of(4, 5), ranges, 3)]).toEqual([4, 4])
    expect([...quantise(Float32Array.of(Number.NaN), columnRanges(Float32Array.of(0, 1), 1), 3)]).toEqual([Number.NaN])
    const empty = columnRanges(Float32Array.of(Number.NaN), 1)
    expect([...quantise(Float32Array.of(2), empty, 3)]).toEqual([2])
  })
})
