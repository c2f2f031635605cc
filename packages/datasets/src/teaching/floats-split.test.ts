import { describe, expect, it } from 'vitest'

import { floatsSplit } from './floats-split.js'

const split = floatsSplit(Float32Array.of(0.5, -1, 2, 3.25, 4, 5), 2, Uint8Array.of(0, 1, 1))

describe('floatsSplit', () => {
  it('gives the examples that are asked for, in that order, in an array of the caller’s own', () => {
    expect(split.size).toBe(3)
    expect([...split.labels!]).toEqual([0, 1, 1])
    const rows = split.rows([2, 0, 2])
    expect([...rows]).toEqual([4, 5, 0.5, -1, 4, 5])
    rows.fill(9)
    expect([...split.rows(Int32Array.of(0))]).toEqual([0.5, -1])
    expect(floatsSplit(new Float32Array(4), 2)).not.toHaveProperty('labels')
  })

  it.each([3, -1, 0.5, Number.NaN])('refuses example %d', (index) => {
    expect(() => split.rows([0, index])).toThrow(RangeError)
  })
})
