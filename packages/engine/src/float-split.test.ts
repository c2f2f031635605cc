import { describe, expect, it, test } from 'vitest'

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

const whole = floatSplit({
  values: Float32Array.of(0.5, -1, 2, 3.25, 4, 5),
  labels: Uint8Array.of(0, 1, 1),
  dimensions: 2,
})

describe('floatSplit of all examples', () => {
  it('gives the examples that are asked for, in that order, in an array of the caller’s own', () => {
    expect(whole.size).toBe(3)
    expect([...whole.labels!]).toEqual([0, 1, 1])
    const rows = whole.rows([2, 0, 2])
    expect([...rows]).toEqual([4, 5, 0.5, -1, 4, 5])
    rows.fill(9)
    expect([...whole.rows(Int32Array.of(0))]).toEqual([0.5, -1])
    expect(floatSplit({ values: new Float32Array(4), dimensions: 2 })).not.toHaveProperty('labels')
  })

  it.each([3, -1, 0.5, Number.NaN])('refuses example %d', (index) => {
    expect(() => whole.rows([0, index])).toThrow(RangeError)
  })
})
