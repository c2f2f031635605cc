import type { NoiseModel, Regularizer } from '@hourglass/core'
import { mul, squaredDifference, sum, tile } from '@tensorflow/tfjs-core'

import { encoderOutput } from './encoder-output.js'

/**
 * The stochastic contractive penalty: R = (1/n) Σ_x E_q[‖h(x) − h(x̃′)‖²], x̃′ ~ q(· | x), the expectation by the mean
 * over `samples` fresh draws around the clean x; they are not the x̃ that is decoded. The gradient goes through both
 * codes.
 *
 * For x̃′ = x + ε, ε ~ N(0, σ²I): R = σ²‖∂h/∂x‖²_F + O(σ⁴). Mind the factor σ² when λ is compared with `contractive`.
 *
 * Source: after Rifai et al. 2011 (Contractive Auto-Encoders), whose penalty it samples.
 */
export function stochasticContractive(noise: NoiseModel, samples: number): Regularizer {
  return {
    penalty(point) {
      const { model, params, x, xTilde, key } = point
      // Without noise the objective hands over one tensor as both.
      const h = x === xTilde ? encoderOutput(point) : model.encode(params, x)
      // The draws stand below each other in one batch: one encoding.
      const [copies, codes] = samples === 1 ? [x, h] : [tile(x, [samples, 1]), tile(h, [samples, 1])]
      const moved = model.encode(params, noise.corrupt(copies, key))
      return mul(sum(squaredDifference(codes, moved)), 1 / copies.shape[0])
    },
  }
}
