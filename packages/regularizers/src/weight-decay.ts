import type { Params, Regularizer } from '@hourglass/core'
import { addN, type Scalar, scalar, square, sum, type Tensor } from '@tensorflow/tfjs-core'

import { magnitude } from './magnitude.js'

/** What a weight W_ij costs. */
export const NORMS = {
  /** W². */
  l2: (W: Tensor) => square(W),
  /** |W|. */
  l1: (W: Tensor) => magnitude(W),
} as const

export type Norm = keyof typeof NORMS

/**
 * Weight decay: R = Σ_W Σ_ij W_ij² (l2), or Σ_W Σ_ij |W_ij| (l1), over all weights, i.e. all parameters of rank 2 or
 * more; biases are left free. A tied weight counts once; a model without weights has R = 0. The gradient is 2W, or
 * sign(W) with sign(0) = 0. Independent of the batch.
 *
 * Source: Krogh and Hertz 1992 (l2); Tibshirani 1996 (l1); AE+wd of Rifai et al. 2011.
 */
export function weightDecay(norm: Norm = 'l2'): Regularizer {
  return {
    penalty({ params }) {
      const weights = weightsOf(params)
      // The library has no sum of no tensors.
      return weights.length === 0 ? scalar(0) : (addN(weights.map((W) => sum(NORMS[norm](W)))) as Scalar)
    },
  }
}

function weightsOf(params: Params): readonly Tensor[] {
  return Object.values(params).filter(({ rank }) => rank >= 2)
}
