import { describe, expect, it } from 'vitest'

import { isConvex } from './is-convex.js'

/** Pixels of a grid, and what is true of a subset: a bit mask, bit y · width + x for the pixel (x, y). */
class Grid {
  readonly pixels: readonly (readonly [x: number, y: number])[]
  /** For each triangle between three pixels, two or three of which may be the same, its corners and all that it holds. */
  readonly triangles: readonly { readonly corners: number; readonly held: number }[]

  constructor(
    readonly width: number,
    height: number,
  ) {
    this.pixels = Array.from({ length: width * height }, (_, at) => [at % width, Math.floor(at / width)] as const)
    const places = this.pixels.map((_, at) => at)
    this.triangles = places.flatMap((a) =>
      places.slice(a).flatMap((b) =>
        places.slice(b).map((c) => ({
          corners: (1 << a) | (1 << b) | (1 << c),
          held: places.reduce((held, at) => (this.#within(at, a, b, c) ? held | (1 << at) : held), 0),
        })),
      ),
    )
  }

  /** A point of a convex hull lies in a triangle between three of its points (Carathéodory). */
  isConvexByTriples(subset: number): boolean {
    return this.triangles.every(({ corners, held }) => (corners & ~subset) !== 0 || (held & ~subset) === 0)
  }

  picture(subset: number): Uint8Array {
    return Uint8Array.from(this.pixels, (_, at) => (subset >> at) & 1)
  }

  #within(at: number, ...corners: number[]): boolean {
    const [p, [a, b, c]] = [this.pixels[at]!, corners.map((corner) => this.pixels[corner]!)]
    const turns = [turn(a!, b!, p), turn(b!, c!, p), turn(c!, a!, p)]
    if (turns.some((each) => each > 0) && turns.some((each) => each < 0)) return false
    // Where the triangle is a segment, all three are 0 along the whole line.
    const between = (axis: 0 | 1) => {
      const found = [a!, b!, c!].map((corner) => corner[axis])
      return p[axis] >= Math.min(...found) && p[axis] <= Math.max(...found)
    }
    return between(0) && between(1)
  }
}

type Pixel = readonly [number, number]
const turn = (a: Pixel, b: Pixel, c: Pixel) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

describe('isConvex', () => {
  it.each([
    [4, 4],
    [3, 5],
    [5, 3],
    [7, 2],
  ])('is right about every subset of %i × %i pixels, triangle by triangle', (width, height) => {
    const grid = new Grid(width, height)
    const wrong: number[] = []
    let convex = 0
    for (let subset = 0; subset < 2 ** (width * height); subset++) {
      const truth = grid.isConvexByTriples(subset)
      convex += truth ? 1 : 0
      if (isConvex(grid.picture(subset), width) !== truth) wrong.push(subset)
    }
    expect(wrong).toEqual([])
    expect(convex).toBeGreaterThan(width * height)
  })

  it('is, of pixels that hang together, Kim’s condition on every pair', () => {
    const grid = new Grid(4, 4)
    let convex = 0
    for (let subset = 1; subset < 2 ** 16; subset++) {
      const pixels = grid.pixels.filter((_, at) => (subset >> at) & 1)
      if (!hangTogether(pixels)) continue
      const truth = pixels.every((p) => pixels.every((q) => isNear(p, q, pixels)))
      convex += truth ? 1 : 0
      if (isConvex(grid.picture(subset), 4) !== truth) expect(pixels, 'isConvex is wrong about these').toEqual([])
    }
    expect(convex).toBeGreaterThan(100)
  })

  it.each([
    ['nothing', ['....', '....'], true],
    ['everything', ['####', '####'], true],
    ['one pixel', ['....', '..#.'], true],
    ['two with one between', ['#.#.', '....'], false],
    ['two far apart, no pixel’s centre between them', ['#..', '..#'], true],
    ['a corner', ['#..', '##.'], true],
    ['an angle', ['#..', '#..', '###'], false],
    ['an empty row in the midst', ['#', '.', '#'], false],
  ])('%s', (_, rows, truth) => {
    const picture = Uint8Array.from(rows.join(''), (pixel) => (pixel === '#' ? 255 : 0))
    expect(isConvex(picture, rows[0]!.length)).toBe(truth)
  })
})

function hangTogether(pixels: readonly Pixel[]): boolean {
  const reached = new Set([pixels[0]!])
  for (const [x, y] of reached)
    for (const other of pixels) if (Math.abs(other[0] - x) <= 1 && Math.abs(other[1] - y) <= 1) reached.add(other)
  return reached.size === pixels.length
}

/** Whether each point of a segment is less than 1 away from a pixel along both axes. */
function isNear([x0, y0]: Pixel, [x1, y1]: Pixel, pixels: readonly Pixel[]): boolean {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const steps = (d: number) => Array.from({ length: Math.abs(d) + 1 }, (_, step) => (d === 0 ? 0 : step / Math.abs(d)))
  // Who is near changes where the segment crosses a line of the grid; there, and between, is all that can be far.
  return [...steps(dx), ...steps(dy)].every((t) =>
    pixels.some(([x, y]) => Math.max(Math.abs(x0 + t * dx - x), Math.abs(y0 + t * dy - y)) < 1 - 1e-9),
  )
}
