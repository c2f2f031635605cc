import type { OutputDistribution, Random } from '@hourglass/core'
import { add, clone, fill, mul, squaredDifference, sum } from '@tensorflow/tfjs-core'

import { independent } from './independent.js'

/**
 * y ~ N(θ, σ²I): the network gives the mean, σ is fixed.
 *
 * −log p(y | θ) = Σ_i [ (y_i − θ_i)²/(2σ²) + ½ log(2πσ²) ]
 *               = ‖y − θ‖²/(2σ²) + (d/2) log(2πσ²),
 *
 * so that maximum likelihood is least squares: only the first summand depends on θ, and σ scales it. In nats,
 * [batch, d] × [batch, d] → [batch]. Entropy (d/2) log(2πeσ²). Source: Bishop 2006, "Pattern Recognition and Machine
 * Learning", §5.2, eq. 5.12.
 */
export function gaussianLoss(sigma: number, random: Random): OutputDistribution {
  const constantPerDimension = 0.5 * Math.log(2 * Math.PI * sigma ** 2)
  return {
    ...independent({
      support: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
      parametersPerDimension: 1,
      nllPerDimension: (y, theta) => add(mul(squaredDifference(y, theta), 0.5 / sigma ** 2), constantPerDimension),
      mean: (theta) => clone(theta),
      sample: (theta, key) => add(theta, random.normal(key, theta.shape, 0, sigma)),
      entropyPerDimension: (theta) => fill(theta.shape, constantPerDimension + 0.5),
      parametersFromMean: (mean) => clone(mean),
    }),
    // The constants after the sum: two passes over the batch fewer than the sum of `nllPerDimension`.
    nll: (y, theta) =>
      add(mul(sum(squaredDifference(y, theta), 1), 0.5 / sigma ** 2), constantPerDimension * theta.shape[1]),
  }
}
