import { expect, it } from 'vitest'

import { normalCdf } from './normal-cdf.js'

// Abramowitz and Stegun 1964, table 26.1.
it.each([
  [0, 0.5],
  [0.5, 0.691462461274013],
  [1, 0.841344746068543],
  [2, 0.977249868051821],
  [3, 0.99865010196837],
  [4, 0.999968328758167],
  [5, 0.999999713348428],
])('Φ(%f) agrees with the table, and Φ(−x) = 1 − Φ(x)', (x, probability) => {
  expect(normalCdf(x)).toBeCloseTo(probability, 14)
  expect(normalCdf(-x)).toBeCloseTo(1 - probability, 14)
})

it('ends at 0 and 1', () => {
  expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1])
  expect([normalCdf(-8), normalCdf(8)].map((p) => Math.abs(p - 0.5))).toEqual([
    expect.closeTo(0.5, 14),
    expect.closeTo(0.5, 14),
  ])
})
