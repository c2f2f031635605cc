import { describe, expect, it } from 'vitest'

import { errorOf } from './error-of.js'
import { labelledSplit } from './three-classes.fixture.js'

describe('errorOf', () => {
  it('is the fraction of other labels', () => {
    const split = labelledSplit([[0], [0], [0], [0]], [1, 2, 3, 0])
    expect(errorOf(Uint8Array.of(1, 2, 3, 0), split)).toBe(0)
    expect(errorOf(Uint8Array.of(1, 0, 3, 1), split)).toBe(0.5)
  })

  it('refuses where there is nothing to compare with', () => {
    const { size, rows } = labelledSplit([[0], [1]], [0, 1])
    expect(() => errorOf([0, 1], { size, rows })).toThrow(expect.objectContaining({ code: 'invalid-data' }))
  })
})
