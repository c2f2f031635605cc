import { expect, it } from 'vitest'

import { firstExamples } from './first-examples.js'
import { labelledSplit } from './three-classes.fixture.js'

const split = labelledSplit([[10], [11], [12], [13]], [3, 2, 1, 0])

it('are the first ones, with their labels', () => {
  const first = firstExamples(split, 2)
  expect(first.size).toBe(2)
  expect([...first.rows([1, 0])]).toEqual([11, 10])
  expect([...first.labels!]).toEqual([3, 2])
  expect(firstExamples({ size: 4, rows: split.rows }, 2).labels).toBeUndefined()
})

it('are the split itself where it has no more', () => {
  expect(firstExamples(split, 4)).toBe(split)
  expect(firstExamples(split, 10)).toBe(split)
})
