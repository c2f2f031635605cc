import type { OutputDistribution, Random } from '@hourglass/core'
import { abs, cast, clipByValue, less, log, mul, neg, sigmoid, softplus, sub } from '@tensorflow/tfjs-core'

import { independent } from './independent.js'
import { withPartials } from './with-partials.js'

/**
 * y_i ~ Bernoulli(σ(θ_i)), independent: the network gives logits.
 *
 * −log p(y | θ) = −Σ_i [ y_i log σ(θ_i) + (1 − y_i) log(1 − σ(θ_i)) ] = Σ_i [ log(1 + e^{θ_i}) − y_i θ_i ],
 *
 * the cross-entropy between y and σ(θ); for grey values in [0, 1] it is that cross-entropy, and its least value is the
 * entropy of y, not 0. In nats, [batch, d] × [batch, d] → [batch]. The gradient is σ(θ) − y. Entropy
 * Σ log(1 + e^{−|θ_i|}) + |θ_i|σ(−|θ_i|). Source: Bishop 2006, §5.2, eq. 5.23; Vincent et al. 2010, §2.2.
 */
export function bernoulliLoss(random: Random): OutputDistribution {
  return independent({
    support: [0, 1],
    parametersPerDimension: 1,
    nllPerDimension: crossEntropy,
    mean: (theta) => sigmoid(theta),
    sample: (theta, key) => cast(less(random.uniform(key, theta.shape), sigmoid(theta)), 'float32'),
    entropyPerDimension(theta) {
      // Even in θ; from this side nothing cancels.
      const logit = neg(abs(theta))
      return sub(softplus(logit), mul(logit, sigmoid(logit)))
    },
    parametersFromMean(mean, margin = 1e-6) {
      const p = clipByValue(mean, margin, 1 - margin)
      return sub(log(p), log(sub(1, p)))
    },
  })
}

/** log(1 + e^θ) − yθ elementwise, with its gradient in closed form: one pass instead of three. */
const crossEntropy = withPartials(
  (y, theta) => sub(softplus(theta), mul(y, theta)),
  (y, theta) => [neg(theta), sub(sigmoid(theta), y)],
)
