import type { OutputDistribution, Random } from '@hourglass/core'
import { add, clone, log, mul, neg, softplus, sub, sum, zeros } from '@tensorflow/tfjs-core'

/** Half of the smallest step of a uniform draw: keeps u inside (0, 1), where its logit is finite. */
const HALF_STEP = 2 ** -24

/**
 * y ~ Logistic(θ, s): with z = (y − θ)/s, −log p(y | θ) = Σ_i [ z_i + 2 log(1 + e^{−z_i}) + log s ], in nats; linear in
 * |y − θ| far from θ, quadratic near it.
 *
 * y, θ: [batch, d]; s in the unit of y. H = d·(log s + 2). Draws: y = θ + s·log(u/(1 − u)), u ~ U(0, 1).
 */
export function camelNameLoss(scale: number, random: Random): OutputDistribution {
  const nllPerDimension: OutputDistribution['nllPerDimension'] = (y, theta) => {
    const z = mul(sub(y, theta), 1 / scale)
    return add(add(z, mul(softplus(neg(z)), 2)), Math.log(scale))
  }
  return {
    support: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    parametersPerDimension: 1,
    nllPerDimension,
    nll: (y, theta) => sum(nllPerDimension(y, theta), 1),
    mean: (theta) => clone(theta),
    sample(theta, key) {
      const u = add(random.uniform(key, theta.shape), HALF_STEP)
      return add(theta, mul(sub(log(u), log(sub(1, u))), scale))
    },
    entropy: (theta) => add(zeros([theta.shape[0]]), theta.shape[1] * (Math.log(scale) + 2)),
    parametersFromMean: (mean) => clone(mean),
  }
}
