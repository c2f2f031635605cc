import type { OutputDistribution } from '@hourglass/core'
import { stopGradient } from '@hourglass/engine'
import { sum, type Tensor2D } from '@tensorflow/tfjs-core'

/** p(y_i | θ_i), the same for every dimension i; every function works on all dimensions of a batch at once. */
export interface Marginal extends Omit<OutputDistribution, 'nll' | 'nllPerDimension' | 'entropy'> {
  /** −log p(y_i | θ_i), [batch, d]. */
  nllPerDimension(y: Tensor2D, theta: Tensor2D): Tensor2D
  /** H[p(· | θ_i)], [batch, d], where it has a closed form. */
  entropyPerDimension?(theta: Tensor2D): Tensor2D
}

/**
 * p(y | θ) = Π_i p(y_i | θ_i), so that −log p and the entropy of an example are sums over its dimensions. A draw is a
 * constant to the gradient.
 */
export function independent({ entropyPerDimension, ...marginal }: Marginal): OutputDistribution {
  return {
    ...marginal,
    nll: (y, theta) => sum(marginal.nllPerDimension(y, theta), 1),
    sample: (theta, key) => stopGradient(marginal.sample(theta, key)),
    ...(entropyPerDimension !== undefined && { entropy: (theta) => sum(entropyPerDimension(theta), 1) }),
  }
}
