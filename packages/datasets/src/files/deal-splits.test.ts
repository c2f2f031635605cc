import { expect, test } from 'vitest'

import { dealSplits } from './deal-splits.js'
import { refusalOf } from './hostile-files.fixture.js'

const sizes = ({ train, validation, test }: ReturnType<typeof dealSplits>) => [
  train.length,
  validation.length,
  test.length,
]

test('counts, and parts of all examples', () => {
  expect(sizes(dealSplits(100, { validation: 20, test: 0.3, seed: 1 }, 'x'))).toEqual([50, 20, 30])
  expect(sizes(dealSplits(100, { validation: 0.1, test: 0, seed: 1 }, 'x'))).toEqual([90, 10, 0])
  expect(sizes(dealSplits(3, { validation: 0.01, test: 0.01, seed: 1 }, 'x'))).toEqual([1, 1, 1])
})

test('every example goes into one split; another seed deals otherwise, the same one alike', () => {
  const deal = (seed: number) => dealSplits(1000, { validation: 0.2, test: 0.2, seed }, 'x')
  const { train, validation, test } = deal(3)
  expect([...train, ...validation, ...test].toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 1000 }, (_, i) => i),
  )
  expect(deal(3)).toEqual({ train, validation, test })
  expect(deal(4).train).not.toEqual(train)
  // Dealt without regard to place: the mean of 200 out of 0 … 999 is 499.5 within four standard errors of 18.
  const mean = validation.reduce((sum, place) => sum + place, 0) / 200
  expect(Math.abs(mean - 499.5)).toBeLessThan(73)
})

test('without a seed they stay in order, the last ones to validate and to test on', () => {
  const { train, validation, test } = dealSplits(6, { validation: 2, test: 1 }, 'x')
  expect([[...train], [...validation], [...test]]).toEqual([[0, 1, 2], [3, 4], [5]])
})

test('too few examples', async () => {
  const error = await refusalOf(() => dealSplits(10, { validation: 6, test: 4, seed: 0 }, 'some.csv'))
  expect(error).toMatchObject({ code: 'too-few-examples', place: { source: 'some.csv' } })
  expect(error.expected).toBe('more than 6 + 4 examples')
  await refusalOf(() => dealSplits(2, { validation: 0.1, test: 0.1, seed: 0 }, 'some.csv'))
  await refusalOf(() => dealSplits(10, { validation: 2000, test: 0 }, 'some.csv'))
})
