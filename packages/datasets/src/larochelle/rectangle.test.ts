import { seedWords } from '@hourglass/engine'
import { describe, expect, it } from 'vitest'

import { randomDraws } from '../random-draws.js'
import { drawRectangle, rectangleClass, rectangleSizes } from './rectangle.js'

describe('rectangleSizes', () => {
  it.each([
    [28, 3, 3],
    [28, 1, 1],
    [28, 10, 5],
    [12, 4, 8],
  ])(
    '%i pixels, sides from %i on, that differ by %i: (m − d)(m − d + 1) of them',
    (side, shortest, leastDifference) => {
      const m = side - shortest + 1
      const sizes = rectangleSizes(side, { shortest, leastDifference })
      expect(sizes).toHaveLength((m - leastDifference) * (m - leastDifference + 1))
      expect(new Set(sizes.map(String)).size).toBe(sizes.length)
      for (const [width, height] of sizes) {
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(shortest)
        expect(Math.max(width, height)).toBeLessThanOrEqual(side)
        expect(Math.abs(width - height)).toBeGreaterThanOrEqual(leastDifference)
      }
    },
  )

  it('keeps within the bounds of the area, the bounds included', () => {
    const sizes = rectangleSizes(4, { shortest: 1, leastDifference: 1, area: [0.25, 0.75] })
    // Of 16 pixels 4 to 12: with one row four columns alone, with two 3 or 4, with three 4.
    const wide = [
      [4, 1],
      [3, 2],
      [4, 2],
      [4, 3],
    ]
    const expected = [...wide, ...wide.map((size) => size.toReversed())].map(String).toSorted()
    expect(sizes.map(String).toSorted()).toEqual(expected)
  })

  it('refuses what no rectangle can be', () => {
    const none = { shortest: 20, leastDifference: 9 }
    expect(() => rectangleSizes(28, none)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
    expect(rectangleSizes(28, { ...none, leastDifference: 8 }).map(String)).toEqual(['20,28', '28,20'])
  })
})

describe('drawRectangle', () => {
  it('every size is as likely as any other, and so is every place of a size', () => {
    const draws = randomDraws(seedWords('rectangles'))
    const sizes = rectangleSizes(6, { shortest: 2, leastDifference: 2 })
    // 2 × 4, 2 × 5, 2 × 6, 3 × 5, 3 × 6, 4 × 6, and turned.
    expect(sizes).toHaveLength(12)
    const places = new Map(
      sizes.flatMap(([width, height]) => {
        const likely = 1 / sizes.length / ((7 - width) * (7 - height))
        return Array.from({ length: (7 - width) * (7 - height) }, (_, place) => [
          [width, height, place % (7 - width), Math.floor(place / (7 - width))].join(),
          { likely, found: 0 },
        ])
      }),
    )
    const n = 100_000
    for (let draw = 0; draw < n; draw++) {
      const { left, top, width, height } = drawRectangle(draws, 6, sizes)
      const place = places.get([width, height, left, top].join())
      expect(place, 'a rectangle within the picture, of one of the sizes').toBeDefined()
      place!.found++
    }
    const chiSquare = [...places.values()].reduce(
      (sum, { likely, found }) => sum + (found - n * likely) ** 2 / (n * likely),
      0,
    )
    // Mean k, variance 2k: six standard deviations.
    const degrees = places.size - 1
    expect(chiSquare).toBeLessThan(degrees + 6 * Math.sqrt(2 * degrees))
  })
})

it('class 1 is wider than tall', () => {
  expect(rectangleClass({ width: 9, height: 4 })).toBe(1)
  expect(rectangleClass({ width: 4, height: 9 })).toBe(0)
})
