import type { Random } from '@hourglass/core'
import { matMul, mul, neg, reshape, sigmoid, softplus, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core'

import { drawBernoulli } from './draw-bernoulli.js'
import type { VisibleUnits } from './visible-units.js'

/**
 * v ∈ {0, 1}^d:  U(v) = −cᵀv,  p(v_i = 1 | h) = σ(θ_i),  θ = c + Wh.
 *
 * Grey values between 0 and 1 are taken for probabilities. A chain begins with fair coins.
 * Source: Hinton 2002, §5; Hinton 2010, §2.
 */
export function binaryVisible(random: Random): VisibleUnits {
  return {
    energy: (v, c) => neg(reshape(matMul(v, reshape(c, [-1, 1])), [-1])),
    biasStatistic: (v) => v,
    scale: 1,
    mean: (theta) => sigmoid(theta),
    sample: (theta, key) => drawBernoulli(sigmoid(theta), key, random),
    nll: (v, theta) => sum(sub(softplus(theta), mul(v, theta)), 1),
    start: (count, dimensions, key) => random.bernoulli(key, [count, dimensions], 0.5) as Tensor2D,
  }
}
