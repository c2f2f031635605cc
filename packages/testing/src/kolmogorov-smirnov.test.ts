import { expect, it } from 'vitest'

import { kolmogorovSmirnov, kolmogorovSurvival } from './kolmogorov-smirnov.js'

// Smirnov 1948, Ann. Math. Stat. 19, table of L(z) = 1 − Q(z).
it.each([
  [0.5, 0.036055],
  [1, 0.73],
  [1.5, 0.977782],
  [2, 0.999329],
])('Q(%f) agrees with Smirnov’s table', (lambda, limit) => {
  expect(1 - kolmogorovSurvival(lambda)).toBeCloseTo(limit, 6)
})

// The large-sample critical values of every textbook.
it.each([
  [1.2238, 0.1],
  [1.3581, 0.05],
  [1.6276, 0.01],
])('Q(%f) is the significance level %f', (lambda, level) => {
  expect(kolmogorovSurvival(lambda)).toBeCloseTo(level, 4)
})

it('is 1 at and near 0, and never rises', () => {
  const values = Array.from({ length: 400 }, (_, place) => kolmogorovSurvival(place / 100))
  expect(values[0]).toBe(1)
  expect(values.slice(0, 15).every((value) => value === 1)).toBe(true)
  expect(values.every((value, place) => place === 0 || value <= values[place - 1]! + 1e-15)).toBe(true)
})

it('finds the distance of a published example', () => {
  // Banks, Carson, Nelson, Nicol, "Discrete-Event System Simulation", ex. 7.6: D⁺ = 0.26, D⁻ = 0.21; D_0.05 = 0.565.
  const { distance, pValue } = kolmogorovSmirnov([0.44, 0.81, 0.14, 0.05, 0.93], (x) => x)
  expect(distance).toBeCloseTo(0.26, 12)
  expect(pValue).toBeGreaterThan(0.05)
})

it('takes the larger of the distances above and below', () => {
  expect(kolmogorovSmirnov([0.1, 0.4, 0.7], (x) => x).distance).toBeCloseTo(0.3, 12)
  expect(kolmogorovSmirnov([0.9], (x) => x).distance).toBeCloseTo(0.9, 12)
  expect(kolmogorovSmirnov([0.1], (x) => x).distance).toBeCloseTo(0.9, 12)
})

it('gives the significance level at the exact critical value of a small sample', () => {
  // Miller 1956, table 1: n = 20, two-sided 0.05: D = 0.29408.
  const root = Math.sqrt(20)
  expect(kolmogorovSurvival((root + 0.12 + 0.11 / root) * 0.29408)).toBeCloseTo(0.05, 2)
})
