import { assert, jsonValue, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { canonicalJson } from './canonical-json.js'
import { contentHash } from './content-hash.js'

describe('contentHash', () => {
  it('keeps the order of lists, and unicode as it is, without normalising', () => {
    expect(contentHash([2, 1])).not.toBe(contentHash([1, 2]))
    expect(contentHash('\u00e9')).not.toBe(contentHash('e\u0301'))
  })

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
