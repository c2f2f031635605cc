import { describe, expect, it } from 'vitest'

import { correlation } from './correlation.js'
import { mean, variance } from './moments.js'

// Anscombe 1973, "Graphs in Statistical Analysis", Am. Stat. 27: four data sets of one mean, variance and correlation.
const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
const quartet: [string, number[], number[]][] = [
  ['I', x, [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]],
  ['II', x, [9.14, 8.14, 8.74, 8.77, 9.26, 8.1, 6.13, 3.1, 9.13, 7.26, 4.74]],
  ['III', x, [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73]],
  ['IV', [8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8], [6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.5, 5.56, 7.91, 6.89]],
]

describe.each(quartet)('Anscombe’s data set %s', (_, x, y) => {
  it('has the published moments and correlation', () => {
    expect(mean(x)).toBe(9)
    expect(variance(x)).toBeCloseTo(11, 12)
    expect(mean(y)).toBeCloseTo(7.5, 2)
    expect(variance(y)).toBeCloseTo(4.125, 2)
    expect(correlation(x, y)).toBeCloseTo(0.8165, 3)
  })
})

it('is 1 for an increasing line, −1 for a decreasing one', () => {
  expect(correlation([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 14)
  expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 14)
})

it('refuses samples that do not pair', () => {
  expect(() => correlation([1, 2], [1])).toThrow(RangeError)
})
