import { expect, it } from 'vitest'

import { mean, variance } from './moments.js'

// NIST Statistical Reference Datasets, univariate summary statistics, with their certified values.
const alternating = (first: number, low: number, high: number) =>
  Float64Array.from({ length: 1001 }, (_, place) => (place === 0 ? first : place % 2 === 1 ? low : high))

it.each([
  ['NumAcc1', Float64Array.of(10000001, 10000003, 10000002), 10000002, 1],
  ['NumAcc2', alternating(1.2, 1.1, 1.3), 1.2, 0.1],
  ['NumAcc3', alternating(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1],
  ['NumAcc4', alternating(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1],
])(
  'agrees with the certified mean and standard deviation of NIST %s',
  (_, sample, certifiedMean, certifiedDeviation) => {
    expect(mean(sample)).toBeCloseTo(certifiedMean, 6)
    expect(Math.sqrt(variance(sample))).toBeCloseTo(certifiedDeviation, 7)
  },
)

it('divides the squares by n − 1', () => {
  expect(variance([1, 3])).toBe(2)
})
