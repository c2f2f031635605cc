import type { Regularizer } from '@hourglass/core'
import { add, exp, mul, square, sub, sum } from '@tensorflow/tfjs-core'

/**
 * R = (1/n) Σ_x KL(q(h | x̃) ‖ N(0, I)), q = N(μ, diag(σ²)) the encoder's posterior:
 * KL = ½ Σ_j μ_j² + σ_j² − log σ_j² − 1, in nats.
 *
 * Source: Kingma and Welling 2014, appendix B.
 */
export function latentKl(): Regularizer {
  return {
    requires: ['posterior'],
    penalty({ model, params, xTilde }) {
      const { mean, logVariance } = model.posterior!(params, xTilde)
      const terms = sub(add(square(mean), exp(logVariance)), add(logVariance, 1))
      return mul(sum(terms), 0.5 / mean.shape[0])
    },
  }
}
