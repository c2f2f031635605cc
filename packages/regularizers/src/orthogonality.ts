import type { Regularizer } from '@hourglass/core'
import { addN, eye, matMul, type Scalar, scalar, squaredDifference, sum, type Tensor2D } from '@tensorflow/tfjs-core'

/**
 * Soft orthogonality of the decoder: R = Σ_D ‖DDᵀ − I‖²_F over its weights D, [inputs, outputs] as in h·D; where D has
 * more rows than columns ‖DᵀD − I‖²_F, the smaller of the two Gram matrices. 0 exactly where D's rows (columns) are
 * orthonormal.
 *
 * The choice moves R by a constant alone, ‖DDᵀ − I_a‖² = ‖DᵀD − I_b‖² + a − b, so it changes no gradient; it takes the
 * cheaper one, and the one that can become 0. Independent of the batch.
 *
 * Source: Brock et al. 2017; Bansal et al. 2018 (soft orthogonality).
 */
export function orthogonality(): Regularizer {
  return {
    requires: ['decoderWeights'],
    penalty({ model, params }) {
      const weights = model.decoderWeights!(params)
      // The library has no sum of no tensors.
      return weights.length === 0 ? scalar(0) : (addN(weights.map(distanceFromOrthonormal)) as Scalar)
    },
  }
}

function distanceFromOrthonormal(D: Tensor2D): Scalar {
  const [rows, columns] = D.shape
  const wide = rows <= columns
  return sum(squaredDifference(matMul(D, D, !wide, wide), eye(Math.min(rows, columns))))
}
