import type { Engine, Key } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import { planeOfCodes } from './code-plane.js'

describe.each(testEngines())('planeOfCodes on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key(1)
  })
  const plane = (codes: number[][]) => planeOfCodes(Float32Array.from(codes.flat()), codes[0]!.length, engine, key)

  it('of two numbers is their own', () => {
    const found = plane([
      [1, 2],
      [3, 5],
    ])!
    expect(found.placesOf(Float32Array.of(7, 8, 9, 10))).toEqual([
      [7, 8],
      [9, 10],
    ])
    expect([
      ...found.codesAt([
        [7, 8],
        [9, 10],
      ]),
    ]).toEqual([7, 8, 9, 10])
  })

  it('of more numbers is that of their first two principal components', () => {
    // An ellipse of half axes 3 and 1 around (1, 1, 1), and ±½ across it: variances 9/2, 1/2 and 1/4.
    const codes = Array.from({ length: 36 }, (_, step) => {
      const angle = (2 * Math.PI * step) / 36
      return [1 + Math.cos(angle), 1 + (step % 2 === 0 ? 0.5 : -0.5), 1 + 3 * Math.sin(angle)]
    })
    const found = plane(codes)!
    // (9/2 + 1/2)/(9/2 + 1/2 + 1/4).
    expect(found.description).toContain('95 %')
    found.placesOf(Float32Array.from(codes.flat())).forEach(([x, y], step) => {
      expect(x).toBeCloseTo(codes[step]![2]! - 1, 3)
      expect(y).toBeCloseTo(codes[step]![0]! - 1, 3)
    })
    found
      .codesAt([
        [0, 0],
        [3, 1],
      ])
      .forEach((value, at) => expect(value).toBeCloseTo([1, 1, 1, 2, 1, 4][at]!, 3))
  })

  it('leaves out what is not finite, and is none where codes tell nothing of a plane', () => {
    const bad = plane([
      [0, 0, 0],
      [Number.NaN, 1, 1],
      [4, 0, 0],
      [0, 2, 0],
      [4, 2, 0],
      [0, Infinity, 0],
    ])!
    const [place] = bad.placesOf(Float32Array.of(4, 2, 0))
    expect(place![0]).toBeCloseTo(2, 4)
    expect(place![1]).toBeCloseTo(1, 4)
    for (const codes of [
      [[1], [2]],
      [
        [1, 2],
        [1, 2],
      ],
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      [[1, 2]],
      [
        [Number.NaN, 1],
        [1, 2],
      ],
    ])
      expect(plane(codes)).toBeUndefined()
  })
})
