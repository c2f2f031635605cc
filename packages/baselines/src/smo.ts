import { HourglassError } from '@hourglass/core'

/** One row of a kernel matrix. */
export type KernelRow = Float32Array | Float64Array

/** A C-SVM of two classes, in its dual form. */
export interface SvmDual {
  /** The class of each example: +1 or −1, both of them there. */
  readonly signs: Int8Array
  /** K_ts for all s, [n]; symmetric, and asked for again and again. */
  row(t: number): KernelRow
  /** K_tt, [n]. */
  readonly diagonal: KernelRow
  /** C > 0. */
  readonly cost: number
  /** ε > 0, of the stopping condition. */
  readonly tolerance: number
  readonly maxSteps: number
}

/** f(x) = Σ_t β_t K(x_t, x) + b. */
export interface SvmSolution {
  /** β = yα, [n]: 0 but for the support vectors. */
  readonly coefficients: Float64Array
  readonly bias: number
  /** ½ Σ β_t β_s K_ts − Σ |β_t|, what is least. */
  readonly objective: number
  readonly steps: number
}

/** Stands for a second derivative that is not positive: a kernel in float32 need not be definite. */
const TINY = 1e-12

/**
 * Sequential minimal optimization: min over α of ½ Σ α_t α_s y_t y_s K_ts − Σ α_t, 0 ≤ α_t ≤ C, Σ y_t α_t = 0, a pair at
 * a time. With β = yα a pair (i, j) is changed by β_i += d, β_j −= d, and F_t = y_t − Σ_s β_s K_ts is the derivative:
 * i has the largest F of those that may rise; j, of those that may fall, promises the largest decrease to second order,
 * (F_i − F_t)² / (K_ii + K_tt − 2 K_it). It ends where no F of one that may rise exceeds one of one that may fall by
 * more than ε. All sums in float64; the same numbers on every engine, for the same rows.
 *
 * Source: Fan, Chen, Lin, "Working set selection using second order information for training support vector machines",
 * JMLR 6, 2005 (WSS 2); the bias as Chang and Lin, LIBSVM, §4.1.5.
 *
 * @throws HourglassError `diverged` where `maxSteps` are not enough
 */
export function solveSvmDual({ signs, row, diagonal, cost, tolerance, maxSteps }: SvmDual): SvmSolution {
  const n = signs.length
  const beta = new Float64Array(n)
  const F = Float64Array.from(signs)
  const high = Float64Array.from(signs, (sign) => (sign > 0 ? cost : 0))
  const low = Float64Array.from(signs, (sign) => (sign > 0 ? 0 : -cost))
  for (let steps = 0; ; steps++) {
    let [i, rising, falling] = [-1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let t = 0; t < n; t++) {
      const value = F[t]!
      if (value > rising && beta[t]! < high[t]!) [i, rising] = [t, value]
      if (value < falling && beta[t]! > low[t]!) falling = value
    }
    if (rising - falling <= tolerance)
      return { coefficients: beta, bias: biasOf(F, beta, low, high), objective: objectiveOf(F, beta, signs), steps }
    if (steps === maxSteps || Number.isNaN(rising - falling))
      throw new HourglassError('diverged', `an SVM of ${n} examples has not converged after ${steps} steps`, {
        expected: `an error in the optimality conditions of ${tolerance} or less; it is ${rising - falling}`,
        remedy: 'a smaller cost, or a larger tolerance',
      })
    const Ki = row(i)
    let [j, best, curvature] = [-1, -1, TINY]
    for (let t = 0; t < n; t++) {
      const ahead = rising - F[t]!
      if (ahead <= 0 || beta[t]! <= low[t]!) continue
      const a = diagonal[i]! + diagonal[t]! - 2 * Ki[t]!
      const bent = a > 0 ? a : TINY
      const gain = (ahead * ahead) / bent
      if (gain > best) [j, best, curvature] = [t, gain, bent]
    }
    const Kj = row(j)
    const [roomAbove, roomBelow] = [high[i]! - beta[i]!, beta[j]! - low[j]!]
    const d = Math.min((rising - F[j]!) / curvature, roomAbove, roomBelow)
    // On a bound exactly, or it would be asked for ever smaller steps.
    beta[i] = d === roomAbove ? high[i]! : beta[i]! + d
    beta[j] = d === roomBelow ? low[j]! : beta[j]! - d
    for (let t = 0; t < n; t++) F[t]! -= d * (Ki[t]! - Kj[t]!)
  }
}

/** F is b at a free support vector: their mean; without any, the middle of what the bounded ones allow. */
function biasOf(F: Float64Array, beta: Float64Array, low: Float64Array, high: Float64Array): number {
  let [sum, free, least, most] = [0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let t = 0; t < F.length; t++) {
    const [mayRise, mayFall] = [beta[t]! < high[t]!, beta[t]! > low[t]!]
    if (mayRise && mayFall) {
      sum += F[t]!
      free++
    } else if (mayRise) least = Math.max(least, F[t]!)
    else most = Math.min(most, F[t]!)
  }
  return free > 0 ? sum / free : (least + most) / 2
}

/** Σ_s β_s K_ts = y_t − F_t, so that no sum over pairs is needed. */
function objectiveOf(F: Float64Array, beta: Float64Array, signs: Int8Array): number {
  let objective = 0
  for (let t = 0; t < F.length; t++) objective += 0.5 * beta[t]! * (signs[t]! - F[t]!) - Math.abs(beta[t]!)
  return objective
}
