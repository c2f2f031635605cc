import { array, assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { combinations } from './combinations.js'
import { sweepFrom } from './sweep.fixture.js'

/** The combinations of a sweep without rows, as records. */
function records(text: string): Record<string, unknown>[] {
  return combinations(sweepFrom([text]).rows[0]!).map((combination) =>
    Object.fromEntries(combination.map(({ path, value }) => [path, value])),
  )
}

describe('combinations', () => {
  it('is one of nothing where nothing varies', () => expect(records('seeds: 2')).toEqual([{}]))

  it('has every combination once, as many as the product of the lengths, the last axis fastest', () => {
    const lengths = array(integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
    assert(
      property(lengths, (counts) => {
        const matrix = Object.fromEntries(counts.map((count, axis) => [`a${axis}`, [...Array(count).keys()]]))
        const found = records(JSON.stringify({ matrix }))
        const numbers = found.map((one) =>
          counts.reduce((sum, count, axis) => sum * count + Number(one[`a${axis}`]), 0),
        )
        expect(numbers).toEqual([...Array(counts.reduce((product, count) => product * count, 1)).keys()])
      }),
    )
  })

  it('walks through a zip in step, and combines it with the rest', () => {
    expect(records('matrix: { a: [1, 2] }\nzip: { b: [3, 4], c: [5, 6] }')).toEqual([
      { a: 1, b: 3, c: 5 },
      { a: 1, b: 4, c: 6 },
      { a: 2, b: 3, c: 5 },
      { a: 2, b: 4, c: 6 },
    ])
    expect(records('zip: [{ a: [1, 2] }, { b: [3, 4, 5] }]')).toHaveLength(6)
  })

  it('includes as the example in the documentation of GitHub Actions does', () => {
    const text = `
matrix: { fruit: [apple, pear], animal: [cat, dog] }
include:
  - { color: green }
  - { color: pink, animal: cat }
  - { fruit: apple, shape: circle }
  - { fruit: banana }
  - { fruit: banana, animal: cat }`
    expect(records(text)).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ])
  })

  it('excludes as the example in the documentation of GitHub Actions does', () => {
    // 3 · 2 · 2 = 12, less the one of the first entry and the two of the second: 9, as the documentation says.
    const text = `
matrix: { os: [macos, windows, ubuntu], version: [12, 14], environment: [staging, production] }
exclude:
  - { os: macos, version: 12, environment: production }
  - { os: windows, version: 14 }`
    expect(records(text)).toHaveLength(9)
  })

  it('is what include says where there is no matrix', () =>
    expect(records('include: [{ a: 1, b: 2 }, { a: 3 }]')).toEqual([{ a: 1, b: 2 }, { a: 3 }]))

  it('includes after it has excluded', () =>
    expect(records('matrix: { a: [1, 2] }\nexclude: [{ a: 2 }]\ninclude: [{ a: 2, b: 3 }]')).toEqual([
      { a: 1 },
      { a: 2, b: 3 },
    ]))

  it('compares whole parts by what they hold', () =>
    expect(records('matrix: { m: [{ use: x, n: 1 }, { use: x, n: 2 }] }\nexclude: [{ m: { n: 1, use: x } }]')).toEqual([
      { m: { use: 'x', n: 2 } },
    ]))
})
