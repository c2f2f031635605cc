import type { OutputDistribution, Random } from '@hourglass/core'
import {
  add,
  clone,
  concat,
  exp,
  fill,
  mul,
  neg,
  softplus,
  split,
  squaredDifference,
  sub,
  type Tensor2D,
} from '@tensorflow/tfjs-core'

import { independent } from './independent.js'

const LOG_TWO_PI = Math.log(2 * Math.PI)

/**
 * y_i ~ N(μ_i, v_i), independent, θ = [μ | s] with v = v₀ + e^s: the network gives the mean and the logarithm of the
 * variance above its floor v₀ > 0.
 *
 * −log p(y | θ) = ½ Σ_i [ (y_i − μ_i)²/v_i + log v_i + log 2π ],   log v = log v₀ + log(1 + e^{s − log v₀}).
 *
 * Without a floor the likelihood has no maximum: where a dimension is reconstructed exactly, v → 0 gains without end
 * (Mattei & Frellsen 2018). The floor is inside the distribution, so density, gradient, draws and entropy
 * ½ Σ log(2πe·v_i) are all those of v. In nats, [batch, d] × [batch, 2d] → [batch].
 *
 * Source: Nix & Weigend 1994, "Estimating the mean and variance of the target probability distribution"; Kingma &
 * Welling 2014, "Auto-Encoding Variational Bayes", App. C.2, for θ in an autoencoder.
 */
export function gaussianLearnedLoss(minimumVariance: number, random: Random): OutputDistribution {
  const logFloor = Math.log(minimumVariance)
  const blocks = (theta: Tensor2D): { mean: Tensor2D; logVariance: Tensor2D } => {
    const [mean, s] = split(theta, 2, 1) as [Tensor2D, Tensor2D]
    return { mean, logVariance: add(softplus(sub(s, logFloor)), logFloor) }
  }
  return independent({
    support: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    parametersPerDimension: 2,
    nllPerDimension(y, theta) {
      const { mean, logVariance } = blocks(theta)
      const distance = mul(squaredDifference(y, mean), exp(neg(logVariance)))
      return mul(add(add(distance, logVariance), LOG_TWO_PI), 0.5)
    },
    mean: (theta) => clone(blocks(theta).mean),
    sample(theta, key) {
      const { mean, logVariance } = blocks(theta)
      return add(mean, mul(exp(mul(logVariance, 0.5)), random.normal(key, mean.shape)))
    },
    entropyPerDimension: (theta) => mul(add(blocks(theta).logVariance, LOG_TWO_PI + 1), 0.5),
    parametersFromMean(mean, margin = 1) {
      // A scale at or below the floor is met as nearly as a finite s can.
      const aboveFloor = Math.max(margin ** 2 - minimumVariance, 1e-6 * minimumVariance)
      return concat([mean, fill(mean.shape, Math.log(aboveFloor))], 1)
    },
  })
}
