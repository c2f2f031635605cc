import { expect, it } from 'vitest'

import { joinedSplits } from './joined-splits.js'
import { labelledSplit } from './three-classes.fixture.js'

const first = labelledSplit(
  [
    [1, 2],
    [3, 4],
  ],
  [0, 1],
)
const second = labelledSplit(
  [
    [5, 6],
    [7, 8],
    [9, 10],
  ],
  [2, 3, 4],
)

it('has the examples of one split, then those of the other, in any order', () => {
  const both = joinedSplits(first, second)
  expect(both.size).toBe(5)
  expect(Array.from(both.rows([4, 0, 2, 1, 4]))).toEqual([9, 10, 1, 2, 5, 6, 3, 4, 9, 10])
  expect(Array.from(both.rows([]))).toEqual([])
  expect(Array.from(both.labels!)).toEqual([0, 1, 2, 3, 4])
})

it('has labels only where both have them', () => {
  const { size, rows } = second
  expect(joinedSplits(first, { size, rows }).labels).toBeUndefined()
})
