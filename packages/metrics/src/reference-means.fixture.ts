import type { MetricReference } from '@hourglass/testing'

/** Mean over the examples of a number computed from each, in float64. */
export function meanOf(rows: readonly Float64Array[], f: (x: Float64Array) => number): number {
  return rows.reduce((total, x) => total + f(x), 0) / rows.length
}

/** h(x) of every example. */
export function codesOf({ network, params, rows }: MetricReference): Float64Array[] {
  return rows.map((x) => network.encode(params, x))
}

/** Σ_ji (∂h_j/∂x_i)². */
export function squaredNorm(J: readonly Float64Array[]): number {
  return J.reduce((total, row) => row.reduce((sum, entry) => sum + entry * entry, total), 0)
}

/** The eigenvalues of [[a, b], [b, c]], the larger first, by the quadratic formula. */
export function eigenvaluesOfTwo(a: number, b: number, c: number): [number, number] {
  const [middle, half] = [(a + c) / 2, Math.hypot((a - c) / 2, b)]
  return [middle + half, middle - half]
}

/** The examples at ⌊k·n/count⌋. */
export function spread(rows: readonly Float64Array[], count: number): Float64Array[] {
  return Array.from({ length: count }, (_, k) => rows[Math.floor((k * rows.length) / count)]!)
}
