import type { OutputDistribution, Random } from '@hourglass/core'
import { abs, add, clone, fill, log, minimum, mul, neg, sign, sub, type Tensor2D } from '@tensorflow/tfjs-core'

import { independent } from './independent.js'
import { withPartials } from './with-partials.js'

/** Half the grid of the engine's uniform numbers: moves them into (0, 1), exactly. */
const HALF_STEP = 2 ** -24

/**
 * y_i ~ Laplace(θ_i, b), independent: the network gives the median, which is the mean; the scale b is fixed.
 *
 * −log p(y | θ) = Σ_i [ |y_i − θ_i|/b + log 2b ],
 *
 * the absolute error: one outlier pulls with the same force, 1/b, as any other value. The gradient is sign(θ − y)/b, and
 * 0 at θ = y. In nats, [batch, d] × [batch, d] → [batch]. Entropy d(1 + log 2b). Drawn by the inverse of the
 * distribution function: b log 2u below the median, −b log 2(1 − u) above. Source: Kotz, Kozubowski & Podgórski 2001,
 * "The Laplace Distribution and Generalizations", §2.1.
 */
export function laplaceLoss(scale: number, random: Random): OutputDistribution {
  const constantPerDimension = Math.log(2 * scale)
  const absoluteError = withPartials(
    (y, theta) => add(mul(abs(sub(y, theta)), 1 / scale), constantPerDimension),
    (y, theta) => {
      const direction: Tensor2D = mul(sign(sub(theta, y)), 1 / scale)
      return [neg(direction), direction]
    },
  )
  return independent({
    support: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    parametersPerDimension: 1,
    nllPerDimension: absoluteError,
    mean: (theta) => clone(theta),
    sample(theta, key) {
      const u = add(random.uniform(key, theta.shape), HALF_STEP)
      const below = minimum(log(mul(u, 2)), 0)
      const above = minimum(log(mul(sub(1, u), 2)), 0)
      return add(theta, mul(sub(below, above), scale))
    },
    entropyPerDimension: (theta) => fill(theta.shape, 1 + constantPerDimension),
    parametersFromMean: (mean) => clone(mean),
  })
}
