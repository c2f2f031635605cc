import { HourglassError } from '@hourglass/core'
import { assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseShard, units, unitsOf } from './shard.js'
import { cellsFrom } from './sweep.fixture.js'

const CELLS = cellsFrom(`
seeds: 3
rows:
  - { name: a, matrix: { x: [1, 2, 3, 4] } }
  - { name: b, select: { budget: 5, seeds: 2, over: { y: [1, 2, 3] } } }
  - { name: c, select: { budget: 5, over: { y: [1, 2, 3] }, chosen: { y: 2 } } }`)

describe('shards', () => {
  it('hold every unit once, whatever their number', () => {
    const all = units(CELLS)
    assert(
      property(integer({ min: 1, max: 30 }), (count) => {
        const shards = Array.from({ length: count }, (_, place) => unitsOf(all, { index: place + 1, count }))
        const found = shards.flat()
        expect(found).toHaveLength(all.length)
        expect(new Set(found)).toEqual(new Set(all))
        const sizes = shards.map(({ length }) => length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('leave a search whole, for its parts need each other', () => {
    const all = units(CELLS)
    expect(all.filter(({ cell }) => cell.row === 'a').map(({ jobs }) => jobs.length)).toEqual(Array(12).fill(1))
    expect(all.filter(({ cell }) => cell.row === 'b').map(({ jobs }) => jobs.length)).toEqual([5 * 2])
    expect(all.filter(({ cell }) => cell.row === 'c').map(({ jobs }) => jobs.length)).toEqual([1, 1, 1])
  })

  it.each(['0/3', '4/3', '1', 'a/b', '1/0', '1.5/3'])('refuses %s', (text) =>
    expect(() => parseShard(text)).toThrow(HourglassError),
  )

  it('parses 2/3', () => expect(parseShard('2/3')).toEqual({ index: 2, count: 3 }))
})
