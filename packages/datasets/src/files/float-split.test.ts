import { expect, test } from 'vitest'

import { floatSplit } from './float-split.js'

const values = Float32Array.of(0.5, 1, 1.5, 2, 2.5, 3)
const labels = Uint8Array.of(7, 8, 9)

test('the chosen examples in their order, with their labels', () => {
  const split = floatSplit({ values, labels, dimensions: 2, examples: Int32Array.of(2, 0) })
  expect(split.size).toBe(2)
  expect(split.labels).toEqual(Uint8Array.of(9, 7))
  expect(split.rows([1, 0, 1])).toEqual(Float32Array.of(0.5, 1, 2.5, 3, 0.5, 1))
  expect(split.rows([])).toEqual(new Float32Array(0))
})

test('a place outside is refused, never read as zeros', () => {
  const split = floatSplit({ values, dimensions: 2, examples: Int32Array.of(2, 0) })
  for (const index of [2, -1, 0.5, NaN]) expect(() => split.rows([0, index])).toThrow(RangeError)
  expect(() => floatSplit({ values, dimensions: 2, examples: Int32Array.of(3) })).toThrow(RangeError)
  expect(() => floatSplit({ values, dimensions: 4, examples: Int32Array.of(0) })).toThrow(RangeError)
  expect(() => floatSplit({ values, labels, dimensions: 3, examples: Int32Array.of(0) })).toThrow(RangeError)
})
