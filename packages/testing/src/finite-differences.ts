import type { NumericRecord } from './numeric-record.js'

/**
 * ∂f/∂x_i ≈ (f(x + δe_i) − f(x − δe_i))/(2δ), δ = step · max(1, |x_i|), for every number of a flat record. `f` must
 * compute in float64: in float32 the difference is mostly rounding. Error O(δ²); 2 calls of `f` a number.
 */
export function finiteDifferences(f: (at: NumericRecord) => number, at: NumericRecord, step = 1e-5): NumericRecord {
  const moved = Object.fromEntries(Object.entries(at).map(([name, values]) => [name, Float64Array.from(values)]))
  return Object.fromEntries(
    Object.entries(moved).map(([name, values]) => [
      name,
      values.map((value, place) => {
        const delta = step * Math.max(1, Math.abs(value))
        values[place] = value + delta
        const above = f(moved)
        values[place] = value - delta
        const below = f(moved)
        values[place] = value
        return (above - below) / (2 * delta)
      }),
    ]),
  )
}
