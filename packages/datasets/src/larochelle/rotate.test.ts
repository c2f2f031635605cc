import { describe, expect, it } from 'vitest'

import { randomDraws } from '../random-draws.js'
import { INTERPOLATIONS, rotate } from './rotate.js'
import { turn } from './turn.js'

const SIDE = 28
const CENTRE = 13.5
/** A picture of a function of column and row. */
const picture = (of: (x: number, y: number) => number) =>
  Uint8Array.from({ length: SIDE * SIDE }, (_, at) => of(at % SIDE, Math.floor(at / SIDE)))
const { integer } = randomDraws([2, 2])
const noise = picture(() => integer(256))
const radius = (x: number, y: number) => Math.hypot(x - CENTRE, y - CENTRE)

describe.each(INTERPOLATIONS)('rotate, %s', (interpolation) => {
  it.each([
    ['0°', 0, (x: number, y: number) => [x, y]],
    // Counter-clockwise: what was at the right, (27, y), is at the top.
    ['90°', 0.25, (x: number, y: number) => [27 - y, x]],
    ['180°', 0.5, (x: number, y: number) => [27 - x, 27 - y]],
    ['270°', 0.75, (x: number, y: number) => [y, 27 - x]],
  ] as const)('by %s only moves pixels', (_, u, from) => {
    const moved = picture((x, y) => {
      const [column, row] = from(x, y)
      return noise[row! * SIDE + column!]!
    })
    expect(rotate(noise, turn(u), interpolation)).toEqual(moved)
  })

  it.each([0.03, 0.11, 0.4, 0.77])('by %s of a turn leaves a disc what it is', (u) => {
    const turned = rotate(
      picture((x, y) => (radius(x, y) <= 9 ? 200 : 0)),
      turn(u),
      interpolation,
    )
    turned.forEach((pixel, at) => {
      const distance = radius(at % SIDE, Math.floor(at / SIDE))
      // A kernel reaches two pixels along each axis at the most.
      if (distance < 9 - 2 * Math.SQRT2) expect(pixel).toBe(200)
      if (distance > 9 + 2 * Math.SQRT2) expect(pixel).toBe(0)
    })
  })

  it('has black outside', () => {
    const turned = rotate(new Uint8Array(SIDE * SIDE).fill(255), turn(0.125), interpolation)
    for (const corner of [0, 27, 27 * 28, 783]) expect(turned[corner]).toBe(0)
    expect(turned[14 * SIDE + 14]).toBe(255)
  })

  it.each([0.02, 0.2, 0.625])('by %s of a turn takes a spot where it belongs', (u) => {
    const spot = picture((x, y) => Math.round(255 * Math.exp(-((x - 20) ** 2 + (y - CENTRE) ** 2) / 8)))
    const turned = rotate(spot, turn(u), interpolation)
    let [mass, right, up] = [0, 0, 0]
    turned.forEach((pixel, at) => {
      mass += pixel
      right += pixel * ((at % SIDE) - CENTRE)
      up -= pixel * (Math.floor(at / SIDE) - CENTRE)
    })
    expect(Math.abs(right / mass - 6.5 * Math.cos(2 * Math.PI * u))).toBeLessThan(0.1)
    expect(Math.abs(up / mass - 6.5 * Math.sin(2 * Math.PI * u))).toBeLessThan(0.1)
  })
})

describe.each(['bilinear', 'bicubic'] as const)('rotate, %s', (interpolation) => {
  it.each([0.07, 0.3, 0.9])('by %s of a turn keeps a ramp a ramp', (u) => {
    // Whole numbers, so that the ramp itself is exact.
    const turned = rotate(
      picture((x, y) => 20 + 4 * x + 3 * y),
      turn(u),
      interpolation,
    )
    const [cos, sin] = [Math.cos(2 * Math.PI * u), Math.sin(2 * Math.PI * u)]
    let inside = 0
    turned.forEach((pixel, at) => {
      const [x, y] = [(at % SIDE) - CENTRE, Math.floor(at / SIDE) - CENTRE]
      if (Math.hypot(x, y) > 11.5) return
      inside++
      const exact = 20 + 4 * (CENTRE + x * cos - y * sin) + 3 * (CENTRE + x * sin + y * cos)
      // Rounded to a byte, and nothing else.
      expect(Math.abs(pixel - exact)).toBeLessThan(0.5 + 1e-9)
    })
    expect(inside).toBeGreaterThan(400)
  })
})

it('knows how the three differ: a spike between pixels', () => {
  // 45°: the pixel (14, 14), (½, ½) from the centre, comes from (½, ½) turned: (0, √½) from the centre.
  const spike = picture((x, y) => (x === 13 && y === 14 ? 200 : 0))
  const at = (interpolation: (typeof INTERPOLATIONS)[number]) =>
    rotate(spike, turn(0.125), interpolation)[14 * SIDE + 14]!
  const t = Math.SQRT1_2 - 0.5
  expect(at('bilinear')).toBe(Math.round(200 * 0.5 * (1 - t)))
  // Keys' kernel at ½ is 9/16.
  expect(at('bicubic')).toBe(Math.round(200 * 0.5625 * (1.5 * t ** 3 - 2.5 * t ** 2 + 1)))
  expect([0, 200]).toContain(at('nearest'))
})
