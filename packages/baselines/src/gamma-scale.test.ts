import { expect, it } from 'vitest'

import { gammaScale } from './gamma-scale.js'
import { splitOf } from './plane.fixture.js'

it('is 1/(d·Var), as of sklearn.svm', () => {
  // Numbers 0, 1, 2, 3, 4, 5: their variance is 35/12.
  expect(
    gammaScale(
      splitOf([
        [0, 1],
        [2, 3],
        [4, 5],
      ]),
    ),
  ).toBeCloseTo(12 / (2 * 35), 12)
})

it('takes all examples together, over several batches and far from 0', () => {
  // Half of the numbers 1000, half 1001: a variance of 1/4.
  const rows = Array.from({ length: 2500 }, (_, i) => [1000 + (i % 2), 1000 + (i % 2), 1001 - (i % 2), 1000 + (i % 2)])
  expect(gammaScale(splitOf(rows))).toBeCloseTo(1, 9)
})

it('is 1 where all numbers are the same', () => {
  expect(gammaScale(splitOf([[3], [3]]))).toBe(1)
})
