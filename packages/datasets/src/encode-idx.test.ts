import { expect, test } from 'vitest'

import { encodeIdx } from './encode-idx.js'

test('writes the header that the format describes', () => {
  const bytes = encodeIdx({ dimensions: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) })
  expect(Buffer.from(bytes).toString('hex')).toBe('000008020000000200000003010203040506')
})

test('refuses what the format cannot hold', () => {
  expect(() => encodeIdx({ dimensions: [], data: new Uint8Array(1) })).toThrow(RangeError)
  expect(() => encodeIdx({ dimensions: [2], data: new Uint8Array(1) })).toThrow(RangeError)
  expect(() => encodeIdx({ dimensions: [-1], data: new Uint8Array(0) })).toThrow(RangeError)
})
