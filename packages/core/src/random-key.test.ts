import { describe, expect, it } from 'vitest'

import { labelWords } from './random-key.js'

describe('labelWords', () => {
  // The published vectors of FNV-1a, 32 bit: http://www.isthe.com/chongo/src/fnv/test_fnv.c
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['b', 0xe70c2de5],
    ['foo', 0xa9f37ed7],
    ['foobar', 0xbf9cf968],
  ])('hashes %j as FNV-1a does', (label, hash) => {
    expect(labelWords(label)[0] >>> 0).toBe(hash)
  })

  it('gives int32 words, the two of them unlike', () => {
    for (const label of ['', 'noise', 'x̃', 'a'.repeat(1000), -1, 2 ** 40]) {
      const words = labelWords(label)
      expect(words).toHaveLength(2)
      for (const word of words) expect(word).toBe(word | 0)
    }
    expect(labelWords('noise')[0]).not.toBe(labelWords('noise')[1])
  })

  it('hashes UTF-8 bytes', () => {
    // FNV-1a of the bytes c3 a9, step by step.
    let hash = 0x811c9dc5n
    for (const byte of [0xc3n, 0xa9n]) hash = ((hash ^ byte) * 0x01000193n) & 0xffffffffn
    expect(labelWords('é')[0] >>> 0).toBe(Number(hash))
  })

  it('takes a whole number for its own label: low word, high word, two’s complement', () => {
    expect(labelWords(0)).toEqual([0, 0])
    expect(labelWords(7)).toEqual([7, 0])
    expect(labelWords(-1)).toEqual([-1, -1])
    expect(labelWords(2 ** 31)).toEqual([-(2 ** 31), 0])
    expect(labelWords(2 ** 32 + 5)).toEqual([5, 1])
    const words = labelWords(Number.MAX_SAFE_INTEGER)
    expect(words).toEqual([-1, 2 ** 21 - 1])
  })

  it('tells whole numbers apart', () => {
    const numbers = [0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32), 2 ** 32 + 1, 2 ** 52]
    expect(new Set(numbers.map((number) => labelWords(number).join())).size).toBe(numbers.length)
  })

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %d', (number) => {
    expect(() => labelWords(number)).toThrow(RangeError)
  })
})
