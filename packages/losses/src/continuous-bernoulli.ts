import type { OutputDistribution, Random } from '@hourglass/core'
import {
  abs,
  add,
  clipByValue,
  div,
  exp,
  greater,
  log,
  maximum,
  minimum,
  mul,
  neg,
  reciprocal,
  relu,
  square,
  sub,
  type Tensor2D,
  where,
} from '@tensorflow/tfjs-core'

import { independent } from './independent.js'
import { withPartials } from './with-partials.js'

/** Up to here the distribution function is u = y + ½ay(1 − y), to 2·10⁻⁶, and beyond it its inverse has lost no more. */
const NEARLY_UNIFORM = 0.01

/**
 * y_i ~ CB(θ_i), independent: the density on [0, 1] that is proportional to λ^y (1 − λ)^{1−y}, λ = σ(θ), and that
 * integrates to 1, as the cross-entropy of grey values does not. The network gives logits.
 *
 * −log p(y | θ) = Σ_i [ log((e^{θ_i} − 1)/θ_i) − y_i θ_i ],   uniform at θ = 0.
 *
 * Mean μ(θ) = 1/(1 − e^{−θ}) − 1/θ, not σ(θ); variance v(θ) = 1/θ² − e^θ/(e^θ − 1)²; entropy log((e^θ − 1)/θ) − θμ(θ).
 * The gradient is μ(θ) − y. Everything is computed from a = |θ|, since θ and −θ mirror each other at y = ½. In nats,
 * [batch, d] × [batch, d] → [batch]. Source: Loaiza-Ganem & Cunningham 2019, "The continuous Bernoulli: fixing a
 * pervasive error in variational autoencoders", §3.
 */
export function continuousBernoulliLoss(random: Random): OutputDistribution {
  return independent({
    support: [0, 1],
    parametersPerDimension: 1,
    nllPerDimension: withPartials(
      (y, theta) => add(logNormalizer(abs(theta)), add(mul(relu(theta), sub(1, y)), mul(relu(neg(theta)), y))),
      (y, theta) => [neg(theta), sub(meanOf(theta), y)],
    ),
    mean: withPartials(meanOf, (theta) => [varianceOf(abs(theta))]),
    sample(theta, key) {
      const below = lowerQuantile(random.uniform(key, theta.shape), abs(theta))
      return where<Tensor2D>(greater(theta, 0), sub(1, below), below)
    },
    entropyPerDimension: withPartials(
      (theta) => add(logNormalizer(abs(theta)), mul(abs(theta), lowerMean(abs(theta)))),
      (theta) => [neg(mul(theta, varianceOf(abs(theta))))],
    ),
    parametersFromMean(mean, margin = 1e-6) {
      const p = clipByValue(mean, margin, 1 - margin)
      const a = inverseOfLowerMean(minimum<Tensor2D>(p, sub(1, p)))
      return where(greater(p, 0.5), a, neg(a))
    },
  })
}

/** log((1 − e^{−a})/a) for a ≥ 0; up to a = 1 by its series. */
function logNormalizer(a: Tensor2D): Tensor2D {
  const small: Tensor2D = minimum(a, 1)
  const even = polynomial(square(small), [0, 1 / 24, -1 / 2880, 1 / 181_440, -1 / 9_676_800])
  const large: Tensor2D = maximum(a, 1)
  return where<Tensor2D>(greater(a, 1), log(div<Tensor2D>(sub(1, exp(neg(large))), large)), sub(even, mul(small, 0.5)))
}

/** The y below which e^{−ay}, a ≥ 0, has the share u of its area over [0, 1]: −log(1 − u(1 − e^{−a}))/a. */
function lowerQuantile(u: Tensor2D, a: Tensor2D): Tensor2D {
  const large: Tensor2D = maximum(a, NEARLY_UNIFORM)
  const share = mul(u, sub(1, exp(neg(large))))
  const quantile = clipByValue(div<Tensor2D>(log(sub<Tensor2D>(1, share)), neg(large)), 0, 1)
  const nearlyUniform = sub<Tensor2D>(u, mul(mul(a, 0.5), mul(u, sub(1, u))))
  return where<Tensor2D>(greater(a, NEARLY_UNIFORM), quantile, nearlyUniform)
}

function meanOf(theta: Tensor2D): Tensor2D {
  const lower = lowerMean(abs(theta))
  return where<Tensor2D>(greater(theta, 0), sub(1, lower), lower)
}

/** μ(−a) = 1/a − 1/(e^a − 1) for a ≥ 0, in (0, ½]; up to a = 1 by its series, where the two would cancel. */
function lowerMean(a: Tensor2D): Tensor2D {
  const small: Tensor2D = minimum(a, 1)
  const s = square(small)
  // ½ − a/12 + a³/720 − a⁵/30240 + a⁷/1209600
  const slope = polynomial(s, [-1 / 12, 1 / 720, -1 / 30_240, 1 / 1_209_600])
  const large: Tensor2D = maximum(a, 1)
  const e = exp(neg(large))
  return where<Tensor2D>(greater(a, 1), sub(reciprocal(large), div(e, sub(1, e))), add(mul(small, slope), 0.5))
}

/** v(a) = 1/a² − e^{−a}/(1 − e^{−a})² for a ≥ 0; up to a = 1 by its series. */
function varianceOf(a: Tensor2D): Tensor2D {
  const series = polynomial(square(minimum<Tensor2D>(a, 1)), [1 / 12, -1 / 240, 1 / 6048, -1 / 172_800, 1 / 5_322_240])
  const large: Tensor2D = maximum(a, 1)
  const e = exp(neg(large))
  return where<Tensor2D>(greater(a, 1), sub(square(reciprocal(large)), div(e, square(sub(1, e)))), series)
}

/** Σ_k c_k s^k by Horner's rule. */
function polynomial(s: Tensor2D, coefficients: readonly number[]): Tensor2D {
  return coefficients.reduceRight<Tensor2D>((sum, c) => add(mul(sum, s), c), mul(s, 0))
}

/**
 * a ≥ 0 with μ(−a) = q, for q in (0, ½]: Newton's method on 1/μ(−a) = 1/q, which is nearly straight in a, from the curve
 * (1 − 2q)(1 + 8q²)/q that has the right tangent at q = ½ and the right limit 1/q at q → 0.
 */
function inverseOfLowerMean(q: Tensor2D): Tensor2D {
  let a: Tensor2D = div(mul(sub(1, mul(q, 2)), add(mul(square(q), 8), 1)), q)
  for (let step = 0; step < 4; step++) {
    const m = lowerMean(a)
    const slope = div(varianceOf(a), square(m))
    a = relu(add<Tensor2D>(a, div(sub(reciprocal(q), reciprocal(m)), slope)))
  }
  return a
}
