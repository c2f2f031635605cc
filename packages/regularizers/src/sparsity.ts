import type { Regularizer } from '@hourglass/core'
import { add, log, mean, mul, type Scalar, sub, sum } from '@tensorflow/tfjs-core'

/** Keeps the logarithms finite where a unit is off, or on, for the whole batch. */
const EPSILON = 1e-7

/**
 * Sparsity of the mean activation: R = Σ_j KL(ρ ‖ ρ̂_j) = Σ_j ρ log(ρ/ρ̂_j) + (1 − ρ) log((1 − ρ)/(1 − ρ̂_j)) in nats,
 * ρ̂_j the mean of h_j over the batch. For codes in (0, 1), such as a sigmoid's; a mean outside [0, 1] gives NaN. Each
 * logarithm's argument is moved by 10⁻⁷ away from 0, so that R and its gradient stay finite at ρ̂_j = 0 and 1.
 *
 * A batch's ρ̂ stands for the data set's: R is no mean over examples, and small batches overestimate it.
 * Source: Ng 2011 (CS294A lecture notes, Sparse autoencoder), §3.
 */
export function sparsity(target: number): Regularizer {
  const negativeEntropy = target * Math.log(target) + (1 - target) * Math.log(1 - target)
  return {
    penalty({ h }) {
      const active = mean(h, 0)
      const on = mul(log(add(active, EPSILON)), target)
      const off = mul(log(add(sub(1, active), EPSILON)), 1 - target)
      return sum(sub(negativeEntropy, add(on, off))) as Scalar
    },
  }
}
