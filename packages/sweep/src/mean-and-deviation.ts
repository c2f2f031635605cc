import { studentQuantile } from './student-t.js'

/** What several runs say of one number. */
export interface Spread {
  /** How many runs. */
  readonly count: number
  readonly mean: number
  /** √(Σ(xᵢ − x̄)²/(n − 1)); absent for a single run. */
  readonly deviation?: number
  /** Half-width of the 95 % interval of the mean over seeds, t₀.₉₇₅(n − 1)·s/√n; absent for a single run. */
  readonly interval?: number
}

/** Mean, standard deviation and Student's interval. @throws RangeError where there is no value */
export function spread(values: readonly number[]): Spread {
  const count = values.length
  if (count === 0) throw new RangeError('there is no mean of no values')
  const average = mean(values)
  if (count === 1) return { count, mean: average }
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (count - 1))
  return {
    count,
    mean: average,
    deviation,
    interval: (studentQuantile(0.95, count - 1) * deviation) / Math.sqrt(count),
  }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
