/** f(x) and ∇f(x). */
export interface Slope {
  readonly value: number
  readonly gradient: Float64Array
}

export interface LbfgsOptions {
  /** It has converged where ‖∇f‖ is at most this. */
  readonly tolerance: number
  readonly iterations: number
  /** Before each iteration. */
  readonly turn?: () => Promise<void>
}

export interface Minimum extends Slope {
  readonly x: Float64Array
  readonly iterations: number
  /** Whether ‖∇f‖ came down to the tolerance; else it ran out of iterations, or of digits. */
  readonly converged: boolean
}

/** Pairs of steps and changes of the gradient that are remembered. */
const MEMORY = 10
/** A step must lower f by this fraction of what the slope promises, and flatten the slope to that one. */
const [LOWER, FLATTEN] = [1e-4, 0.9]
/** Of f: what its rounding may hide. */
const ROUNDING = 1e-6
const MOST_TRIALS = 30

/**
 * The minimum of a smooth function by L-BFGS: the direction −H∇f by the two-loop recursion over the last steps s and
 * changes of gradient y, H₀ = (sᵀy/yᵀy)I; along it a step that satisfies the weak Wolfe conditions, found by doubling and
 * bisection. Near the minimum a sum over float32 no longer tells that f falls, but the slope still does: there the
 * first condition is taken in its form for slopes, φ′(t) ≤ (2c₁ − 1)φ′(0).
 *
 * Source: Nocedal and Wright 2006, "Numerical Optimization", algorithms 7.4, 7.5; the line search: Lewis and Overton 2013,
 * "Nonsmooth optimization via quasi-Newton methods", §4; its first condition by slopes: Hager and Zhang 2005, "A new
 * conjugate gradient method with guaranteed descent and an efficient line search", §4.
 */
export async function minimise(
  f: (x: Float64Array) => Slope,
  start: Float64Array,
  { tolerance, iterations: most, turn }: LbfgsOptions,
): Promise<Minimum> {
  let at = { x: start, ...f(start) }
  const memory: Pair[] = []
  for (let iterations = 0; ; iterations++) {
    const length = norm(at.gradient)
    if (length <= tolerance) return { ...at, iterations, converged: true }
    if (iterations === most) return { ...at, iterations, converged: false }
    await turn?.()
    const direction = descentDirection(at.gradient, memory)
    const next = wolfeStep(f, at, direction)
    // Only rounding is left.
    if (next === undefined) return { ...at, iterations, converged: false }
    const pair = { s: difference(next.x, at.x), y: difference(next.gradient, at.gradient) }
    if (dot(pair.s, pair.y) > 0) memory.push(pair)
    if (memory.length > MEMORY) memory.shift()
    at = next
  }
}

interface Pair {
  readonly s: Float64Array
  readonly y: Float64Array
}

interface Point extends Slope {
  readonly x: Float64Array
}

function descentDirection(gradient: Float64Array, memory: readonly Pair[]): Float64Array {
  const q = gradient.map((value) => -value)
  const alphas: number[] = []
  for (const { s, y } of memory.toReversed()) {
    const alpha = dot(s, q) / dot(s, y)
    alphas.unshift(alpha)
    addTo(q, y, -alpha)
  }
  const last = memory.at(-1)
  // Without a memory no step is known to be long or short: one of length 1.
  const scale = last === undefined ? 1 / norm(gradient) : dot(last.s, last.y) / dot(last.y, last.y)
  for (let i = 0; i < q.length; i++) q[i]! *= scale
  for (const [place, { s, y }] of memory.entries()) addTo(q, s, alphas[place]! - dot(y, q) / dot(s, y))
  return q
}

/** Absent where no step along the direction is found to lower f. */
function wolfeStep(f: (x: Float64Array) => Slope, from: Point, direction: Float64Array): Point | undefined {
  const slope = dot(from.gradient, direction)
  let [low, high, t] = [0, Number.POSITIVE_INFINITY, 1]
  let lowered: Point | undefined
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const x = from.x.map((value, i) => value + t * direction[i]!)
    const point = { x, ...f(x) }
    const slopeThere = dot(point.gradient, direction)
    // Written so that a value that is not a number counts as too far.
    const lower = point.value <= from.value + LOWER * t * slope
    const level = point.value <= from.value + ROUNDING * Math.abs(from.value)
    if (!lower && !(level && slopeThere <= (2 * LOWER - 1) * slope)) high = t
    else if (slopeThere < FLATTEN * slope) {
      low = t
      lowered = point
    } else return point
    t = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2
  }
  return lowered
}

function addTo(a: Float64Array, b: Float64Array, times: number): void {
  for (let i = 0; i < a.length; i++) a[i]! += times * b[i]!
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a))
}
