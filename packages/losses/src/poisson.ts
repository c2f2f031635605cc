import type { OutputDistribution, Random } from '@hourglass/core'
import {
  abs,
  add,
  div,
  exp,
  less,
  log,
  maximum,
  minimum,
  mul,
  sub,
  type Tensor2D,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core'

import { independent } from './independent.js'
import { poissonSample } from './poisson-sample.js'
import { stirlingRemainder } from './stirling-remainder.js'
import { withPartials } from './with-partials.js'

/**
 * y_i ~ Poisson(e^{θ_i}), independent counts: the network gives log rates.
 *
 * −log p(y | θ) = Σ_i [ e^{θ_i} − y_i θ_i + log y_i! ],   y! = Γ(y + 1).
 *
 * The gradient is e^θ − y; y is data and has none. Finite for θ < 88. In nats, [batch, d] × [batch, d] → [batch]. Its
 * entropy has no closed form. Source: McCullagh & Nelder 1989, "Generalized Linear Models", ch. 6.
 */
export function poissonLoss(random: Random): OutputDistribution {
  return independent({
    support: [0, Number.POSITIVE_INFINITY],
    parametersPerDimension: 1,
    nllPerDimension: withPartials(
      (y, theta) => add(halfDeviance(y, theta), stirlingRemainder(y)),
      (y, theta) => [zerosLike(y), sub(exp(theta), y)],
    ),
    mean: (theta) => exp(theta),
    sample: (theta, key) => poissonSample(exp(theta), key, random),
    parametersFromMean: (mean, margin = 1e-6) => log(maximum(mean, margin)),
  })
}

/**
 * e^θ − yθ + (y log y − y), which is ≥ 0 and 0 at θ = log y: with it and `stirlingRemainder` nothing large is subtracted
 * from anything large. From y = 1 on as y(e^δ − 1 − δ), δ = θ − log y.
 */
function halfDeviance(y: Tensor2D, theta: Tensor2D): Tensor2D {
  const few = minimum(y, 1)
  const ofFew: Tensor2D = add(sub(exp(theta), mul(few, add(theta, 1))), mul(few, log(maximum(few, 1e-30))))
  const many = maximum(y, 1)
  const ratio: Tensor2D = div(exp(theta), many)
  // Near the peak by the ratio, whose logarithm is right to its own last digit, not to that of θ.
  const far: Tensor2D = sub(theta, log(many))
  const delta = where<Tensor2D>(less(abs(far), 1), log(ratio), far)
  return where<Tensor2D>(less(y, 1), ofFew, mul(many, sub(sub(ratio, 1), delta)))
}
