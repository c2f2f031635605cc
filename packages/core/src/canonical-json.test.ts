import { assert, jsonValue, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { canonicalJson } from './canonical-json.js'

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
  })

  it('drops undefined in objects', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
  })

  it('writes unicode as it is, without normalising', () => {
    expect(canonicalJson({ σ̃: 'x̃ ≈ 😀' })).toBe('{"σ̃":"x̃ ≈ 😀"}')
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
