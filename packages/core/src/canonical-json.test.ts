import { assert, jsonValue, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { canonicalJson, contentHash } from './canonical-json.js'

/** The same value with the keys of every object in the opposite order of insertion. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inside]) => [key, reversed(inside)]),
  )
}

describe('canonicalJson', () => {
  it('sorts keys at every depth and has no spaces', () => {
    expect(canonicalJson({ b: 1, a: { d: [{ f: 1, e: 2 }], c: null } })).toBe(
      '{"a":{"c":null,"d":[{"e":2,"f":1}]},"b":1}',
    )
  })

  it('keeps the order of lists', () => {
    expect(canonicalJson([2, 1])).toBe('[2,1]')
    expect(contentHash([2, 1])).not.toBe(contentHash([1, 2]))
  })

  it('drops undefined in objects', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
  })

  it('writes unicode as it is, without normalising', () => {
    expect(canonicalJson({ σ̃: 'x̃ ≈ 😀' })).toBe('{"σ̃":"x̃ ≈ 😀"}')
    expect(contentHash('\u00e9')).not.toBe(contentHash('e\u0301'))
  })

  it('sorts by code unit, whatever the locale', () => {
    expect(canonicalJson({ ä: 1, z: 1, a: 1, Z: 1, 'a-b': 1, ab: 1 })).toBe('{"Z":1,"a":1,"a-b":1,"ab":1,"z":1,"ä":1}')
  })

  it('is JSON that reads back as the value, whatever the order of keys', () => {
    assert(
      property(jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(reversed(value))).toBe(text)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        // JSON has no −0.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('contentHash', () => {
  it('is SHA-256 of the text, as sha256sum prints it', () => {
    // printf '{}' | sha256sum; printf '{"a":1,"b":[true,"σ"]}' | sha256sum
    expect(contentHash({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
    expect(contentHash({ b: [true, 'σ'], a: 1 })).toBe(
      '9cd0daa5c4923606099f036e4ff5801131e3666ff9f85f3f166d20e51670131b',
    )
  })

  it('tells different values apart', () => {
    assert(
      property(jsonValue(), jsonValue(), (a, b) => {
        expect(contentHash(a) === contentHash(b)).toBe(canonicalJson(a) === canonicalJson(b))
      }),
    )
  })
})
