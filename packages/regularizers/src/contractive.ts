import type { Random, Regularizer } from '@hourglass/core'
import { mean, mul, type Scalar, square, sum } from '@tensorflow/tfjs-core'

import { encoderOutput } from './encoder-output.js'
import { closedFormLayer, directions, type JacobianMethod, squaredNorms } from './jacobian-method.js'

/**
 * The contractive penalty: R = (1/n) Σ_x ‖J(x̃)‖²_F, J = ∂h/∂x, a sum of squares over all d_h·d_x entries, taken where
 * the code is: at x̃, which is x where there is no noise.
 *
 * Encoder of one dense layer: ‖J‖²_F = Σ_j s′(h_j)² Σ_i W_ij², O(n·d_h + d_x·d_h), any activation. Deeper: by forward
 * mode along random directions (an unbiased estimate, see `directions`), O(k) encodings; or along all d_x of them.
 *
 * Source: Rifai et al. 2011 (Contractive Auto-Encoders); probes: Hutchinson 1990.
 */
export function contractive(options: JacobianMethod, random: Random): Regularizer {
  return {
    requires: ['linearize'],
    penalty(point) {
      const { model, params, xTilde, key } = point
      const layer = closedFormLayer(model, options)
      if (layer !== undefined) {
        const slopes = layer.activation.derivativeFromOutput(encoderOutput(point))
        return sum(mul(mean(square(slopes), 0), squaredNorms(params, layer))) as Scalar
      }
      const { v, factor } = directions(xTilde.shape, options, key, random)
      return mul(sum(square(model.linearize!(params, xTilde).push(v))), factor)
    },
  }
}
