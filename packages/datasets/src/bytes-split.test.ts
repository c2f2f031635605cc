import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { bytesSplit } from './bytes-split.js'

const pixels = Uint8Array.of(0, 255, 51, 102, 153, 204)
const labels = Uint8Array.of(7, 8, 9)

test('rows are bytes / 255 in float32, in the order asked for', () => {
  const split = bytesSplit({ pixels, labels, dimensions: 2 })
  expect(split.size).toBe(3)
  expect(split.labels).toEqual(labels)
  expect(split.rows([2, 0, 2])).toEqual(Float32Array.of(0.6, 0.8, 0, 1, 0.6, 0.8))
  expect(split.rows([])).toEqual(new Float32Array(0))
})

test('every byte becomes the float32 nearest to byte / 255', () => {
  const split = bytesSplit({ pixels: Uint8Array.from({ length: 256 }, (_, byte) => byte), dimensions: 256 })
  expect(Array.from(split.rows([0]))).toEqual(Array.from({ length: 256 }, (_, byte) => Math.fround(byte / 255)))
})

test('a choice of examples is a split with an order and labels of its own', () => {
  const split = bytesSplit({ pixels, labels, dimensions: 2, examples: [2, 0] })
  expect(split.size).toBe(2)
  expect(split.labels).toEqual(Uint8Array.of(9, 7))
  expect(split.rows([0, 1])).toEqual(Float32Array.of(0.6, 0.8, 0, 1))
  expect(() => split.rows([2])).toThrow('example 2 was asked for; there are 0 … 1')
})

test('an index outside the split is refused, never read as zeros', () => {
  const split = bytesSplit({ pixels, dimensions: 2 })
  const outside = fc.oneof(fc.integer({ min: 3 }), fc.integer({ max: -1 }), fc.constantFrom(0.5, NaN, Infinity))
  fc.assert(fc.property(outside, (index) => void expect(() => split.rows([0, index])).toThrow(RangeError)))
  expect(() => bytesSplit({ pixels, dimensions: 2, examples: [3] })).toThrow(RangeError)
})

test('lengths that do not fit one another are refused', () => {
  expect(() => bytesSplit({ pixels, dimensions: 4 })).toThrow(RangeError)
  expect(() => bytesSplit({ pixels, dimensions: 0 })).toThrow(RangeError)
  expect(() => bytesSplit({ pixels, labels: labels.subarray(1), dimensions: 2 })).toThrow('2 labels for 3 examples')
})
