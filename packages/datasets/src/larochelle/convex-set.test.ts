import { seedWords } from '@hourglass/engine'
import { describe, expect, it } from 'vitest'

import { type RandomDraws, randomDraws } from '../random-draws.js'
import { type ConvexSet, type ConvexSetRule, drawConvexSet, LOCATIONS } from './convex-set.js'

const SIDE = 28
/** P(fewest) = 1, and nothing is rejected. */
const ONE_HALF_PLANE = { parameter: 1, fewest: 1, leastPixels: 0 }
const DRAWS = 20_000

type Pixel = readonly [x: number, y: number]

const holds = ({ from, to }: ConvexSet, [x, y]: Pixel) => x >= from[y]! && x < to[y]!

const sets = (rule: ConvexSetRule, draws: RandomDraws = randomDraws(seedWords(JSON.stringify(rule)))) =>
  Array.from({ length: DRAWS }, () => drawConvexSet(draws, SIDE, rule))

/** Six standard errors of a share. */
const tolerance = (share: number, n: number) => 6 * Math.sqrt((share * (1 - share)) / n)

const shareOf = (all: readonly ConvexSet[], is: (set: ConvexSet) => boolean) => all.filter(is).length / all.length

const PAIRS: readonly (readonly [Pixel, Pixel])[] = [
  [
    [0, 0],
    [27, 27],
  ],
  [
    [0, 14],
    [27, 14],
  ],
  [
    [10, 13],
    [15, 11],
  ],
  [
    [3, 20],
    [3, 22],
  ],
]

describe('one half-plane', () => {
  it.each(LOCATIONS)('%s: a pixel is in it as often as not, and half of the picture on average', (location) => {
    const all = sets({ ...ONE_HALF_PLANE, location })
    for (const pixel of PAIRS.flat())
      expect(Math.abs(shareOf(all, (set) => holds(set, pixel)) - 0.5)).toBeLessThan(tolerance(0.5, DRAWS))
    const mean = all.reduce((sum, { size }) => sum + size, 0) / DRAWS
    // A size between 0 and 784 has a standard deviation of 392 at the most.
    expect(Math.abs(mean - 392)).toBeLessThan((6 * 392) / Math.sqrt(DRAWS))
  })

  it('point: its border separates two pixels with the probability E∠APB / π, P uniform', () => {
    const all = sets({ ...ONE_HALF_PLANE, location: 'point' })
    for (const [a, b] of PAIRS) {
      const separated = shareOf(all, (set) => holds(set, a) !== holds(set, b))
      const truth = meanAngle(a, b) / Math.PI
      expect(Math.abs(separated - truth), `${a} and ${b}`).toBeLessThan(tolerance(truth, DRAWS))
    }
  })

  it('distance: its border separates two pixels with the probability |AB| / πR (Crofton)', () => {
    const all = sets({ ...ONE_HALF_PLANE, location: 'distance' })
    const radius = SIDE / Math.sqrt(2)
    for (const [a, b] of PAIRS) {
      const separated = shareOf(all, (set) => holds(set, a) !== holds(set, b))
      const truth = Math.hypot(a[0] - b[0], a[1] - b[1]) / (Math.PI * radius)
      expect(Math.abs(separated - truth), `${a} and ${b}`).toBeLessThan(tolerance(truth, DRAWS))
    }
    // A line meets the square between the outermost centres with the probability perimeter / 2πR.
    const missed = (1 - (4 * (SIDE - 1)) / (2 * Math.PI * radius)) / 2
    for (const size of [0, SIDE * SIDE])
      expect(Math.abs(shareOf(all, (set) => set.size === size) - missed)).toBeLessThan(tolerance(missed, DRAWS))
  })

  it('holds the pixels whose centres lie on its side of the border', () => {
    // Direction (a, b) = (2, 1) · 2¹³, through the point (14, 7): 2x + y ≤ 35.
    const direction = [2, 1].map((part) => (part * 2 ** 13 + 2 ** 15) / (2 ** 16 + 1) + 1e-9)
    const set = drawConvexSet(scripted([0, ...direction, 14 / SIDE, 7 / SIDE]), SIDE, {
      ...ONE_HALF_PLANE,
      location: 'point',
    })
    for (let y = 0; y < SIDE; y++)
      for (let x = 0; x < SIDE; x++) expect(holds(set, [x, y]), `${x}, ${y}`).toBe(2 * (x + 0.5) + (y + 0.5) <= 35)
  })
})

describe('drawConvexSet', () => {
  it.each([
    [0.195, 0],
    [0.195, 1],
    [0.07, 0],
    [0.6, 1],
  ])('p = %f from %i on: a pixel is in a set with the probability 2p / (1 + p) / 2^fewest', (parameter, fewest) => {
    // Σ p (1 − p)ᵏ 2^−(fewest + k): it is in each half-plane with the probability ½, in one independently of another.
    const truth = (2 * parameter) / (1 + parameter) / 2 ** fewest
    const all = sets({ parameter, fewest, leastPixels: 0, location: 'point' })
    for (const pixel of [
      [13, 14],
      [0, 0],
      [27, 5],
    ] as const)
      expect(Math.abs(shareOf(all, (set) => holds(set, pixel)) - truth)).toBeLessThan(tolerance(truth, DRAWS))
  })

  it.each(LOCATIONS)('%s: says how many pixels there are, and rejects what has too few', (location) => {
    const rule = { parameter: 0.195, fewest: 0, location }
    const all = sets({ ...rule, leastPixels: 19 })
    const sizes = all.map(({ from, to }) => from.reduce((sum, first, y) => sum + Math.max(0, to[y]! - first), 0))
    expect(all.map(({ size }) => size)).toEqual(sizes)
    expect(Math.min(...sizes)).toBe(19)
    // Rejection: what is accepted is distributed as what was large enough all along.
    const large = sets({ ...rule, leastPixels: 0 }).filter(({ size }) => size >= 19)
    const [accepted, left] = [all, large].map((some) => shareOf(some, ({ size }) => size < 200))
    expect(Math.abs(accepted! - left!)).toBeLessThan(tolerance(left!, large.length) * Math.SQRT2)
  })
})

/** Given numbers, one after another. */
function scripted(uniforms: readonly number[]): RandomDraws {
  const left = [...uniforms]
  const uniform = () => left.shift()!
  return { uniform, integer: (n) => Math.floor(uniform() * n) }
}

/** The mean, over the picture, of the angle at which the segment between the centres of two pixels is seen. */
function meanAngle(a: Pixel, b: Pixel): number {
  const fine = 4 * SIDE
  let sum = 0
  for (let row = 0; row < fine; row++)
    for (let column = 0; column < fine; column++) {
      const [x, y] = [(column + 0.5) / 4 - 0.5, (row + 0.5) / 4 - 0.5]
      const [ax, ay, bx, by] = [a[0] - x, a[1] - y, b[0] - x, b[1] - y]
      sum += Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by))
    }
  return sum / fine ** 2
}
