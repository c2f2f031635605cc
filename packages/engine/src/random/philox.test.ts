import { assert, constantFrom, integer, oneof, property } from 'fast-check'
import { expect, it } from 'vitest'

import { multiplyHigh, philoxBlock } from './philox.js'

// Random123, tests/kat_vectors, lines `philox4x32 10`: counter, key, words.
it.each([
  ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
])('gives the known answer for counter %s, key %s', (counter, key, words) => {
  const [c0, c1, c2, c3] = parse(counter)
  const [k0, k1] = parse(key)
  for (const signed of [(word: number) => word, (word: number) => word | 0]) {
    const out = new Int32Array(6)
    philoxBlock(signed(c0!), signed(c1!), signed(c2!), signed(c3!), signed(k0!), signed(k1!), out, 1)
    expect([...out.subarray(1, 5)].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ')).toBe(words)
    expect([out[0], out[5]]).toEqual([0, 0])
  }
})

it('multiplies as 64-bit integers do', () => {
  const word = oneof(
    integer({ min: 0, max: 0xffffffff }),
    constantFrom(0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffff0000, 0xffffffff),
  )
  assert(
    property(word, word, (a, b) => {
      expect(multiplyHigh(a, b) >>> 0).toBe(Number((BigInt(a) * BigInt(b)) >> 32n))
      expect(multiplyHigh(a | 0, b | 0)).toBe(multiplyHigh(a, b))
    }),
    { numRuns: 2000 },
  )
})

function parse(words: string): number[] {
  return words.split(' ').map((word) => Number.parseInt(word, 16))
}
