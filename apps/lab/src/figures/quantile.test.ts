import { expect, it } from 'vitest'

import { quantile } from './quantile.js'

it('is the median in the middle, the extremes at the ends, a straight line between two values', () => {
  const values = [5, 1, 3, 2, 4]
  expect([0, 0.25, 0.5, 0.875, 1].map((q) => quantile(values, q))).toEqual([1, 2, 3, 4.5, 5])
  expect(quantile([7], 0.3)).toBe(7)
  expect(quantile([], 0.3)).toBeNaN()
})
