import type { RandomDraws } from '../random-draws.js'

export const LOCATIONS = ['point', 'distance'] as const

/** How the border of a half-plane is placed; see `drawConvexSet`. */
export type Location = (typeof LOCATIONS)[number]

export interface ConvexSetRule {
  /** p of the number of half-planes: P(fewest + k) = p (1 − p)ᵏ. */
  readonly parameter: number
  readonly fewest: number
  /** Fewer pixels than this, and the set is drawn again, the number of its half-planes included. */
  readonly leastPixels: number
  readonly location: Location
}

/** The pixels of a convex set: in row y those from `from[y]` to `to[y]` − 1; none where that is not more. */
export interface ConvexSet {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly size: number
}

/** Whole numbers throughout, so that it is exact on which side of a border a pixel lies: a pixel is this wide … */
const PIXEL = 2 ** 16
/** … and a direction (a, b) is drawn from the disc of this radius. */
const RADIUS = 2 ** 15

/**
 * The pixels, of a square picture, whose centres lie in the intersection of a geometric number of half-planes
 * a x + b y ≤ k. The direction of (a, b) is uniform on the circle; the border
 *
 * - `point`: goes through a point that is uniform in the picture;
 * - `distance`: has a distance from the picture's centre that is uniform up to half the diagonal, to either side, as the
 *   lines of an isotropic Poisson process have: some half-planes hold the whole picture, some nothing of it.
 */
export function drawConvexSet(draws: RandomDraws, side: number, rule: ConvexSetRule): ConvexSet {
  const [from, to] = [new Int32Array(side), new Int32Array(side)]
  for (;;) {
    let halfPlanes = rule.fewest + drawGeometric(draws, rule.parameter)
    from.fill(0)
    to.fill(side)
    let size = side * side
    // More half-planes only take away: what is too small already need not be drawn to its end.
    for (; halfPlanes > 0 && size >= rule.leastPixels; halfPlanes--)
      size = cut(from, to, drawHalfPlane(draws, side, rule.location))
    if (size >= rule.leastPixels) return { from, to, size }
  }
}

/** P(k) = p (1 − p)ᵏ, k = 0, 1, …, from one draw: P(k or more) = (1 − p)ᵏ. */
function drawGeometric({ uniform }: RandomDraws, p: number): number {
  const u = uniform()
  let k = 0
  for (let tail = 1 - p; u < tail; tail *= 1 - p) k++
  return k
}

/** a X + b Y ≤ k, in 1/65536 of a pixel. */
interface HalfPlane {
  readonly a: number
  readonly b: number
  readonly k: number
}

function drawHalfPlane(draws: RandomDraws, side: number, location: Location): HalfPlane {
  const [a, b] = drawDirection(draws)
  if (location === 'point') {
    const [x, y] = [draws.integer(side * PIXEL), draws.integer(side * PIXEL)]
    return { a, b, k: a * x + b * y }
  }
  const centre = (side * PIXEL) / 2
  const distance = (2 * draws.uniform() - 1) * Math.sqrt(2) * centre
  return { a, b, k: Math.floor((a + b) * centre + distance * Math.sqrt(a * a + b * b)) }
}

/** A point of a disc is as likely in any direction; a cosine might differ in its last bit between versions of V8. */
function drawDirection({ integer }: RandomDraws): [a: number, b: number] {
  for (;;) {
    const [a, b] = [integer(2 * RADIUS + 1) - RADIUS, integer(2 * RADIUS + 1) - RADIUS]
    const square = a * a + b * b
    if (square > 0 && square <= RADIUS * RADIUS) return [a, b]
  }
}

/** Takes out of each row what lies beyond the border, and answers how many pixels are left. */
function cut(from: Int32Array, to: Int32Array, { a, b, k }: HalfPlane): number {
  let size = 0
  for (let y = 0; y < from.length; y++) {
    // Column x stays where a (x + ½) PIXEL ≤ left. Below 2⁴⁰; quotients near the picture are far coarser than float64.
    const left = k - b * (y + 0.5) * PIXEL
    const border = (left - (a * PIXEL) / 2) / (a * PIXEL)
    if (a > 0) to[y] = Math.min(to[y]!, Math.max(0, Math.floor(border) + 1))
    else if (a < 0) from[y] = Math.max(from[y]!, Math.min(from.length, Math.ceil(border)))
    else if (left < 0) to[y] = 0
    size += Math.max(0, to[y]! - from[y]!)
  }
  return size
}
