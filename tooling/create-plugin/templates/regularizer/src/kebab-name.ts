import type { Regularizer } from '@hourglass/core'
import { mean, type Scalar, square, sum } from '@tensorflow/tfjs-core'

/**
 * Squared activity: R = (1/n) Σ_r ‖h_r‖² over the n rows of the batch's codes h [n, d_h]. Keeps codes small, and so
 * says how far apart they may lie. Its gradient in h_r is 2h_r/n.
 */
export function camelNameRegularizer(): Regularizer {
  return { penalty: ({ h }): Scalar => mean(sum(square(h), 1)) }
}
