import type { Regularizer } from '@hourglass/core'
import { addN, type Scalar, scalar, square, sum } from '@tensorflow/tfjs-core'

/**
 * L2 weight decay: Ω = Σ_W Σ_ij W_ij² over all weights, i.e. all parameters of rank 2 or more; biases are left free. A
 * tied weight counts once; a model without weights has Ω = 0. The gradient is 2W. Independent of the batch.
 *
 * Source: Krogh and Hertz 1992; AE+wd of Rifai et al. 2011.
 */
export function weightDecay(): Regularizer {
  return {
    penalty({ params }) {
      const weights = Object.values(params).filter(({ rank }) => rank >= 2)
      // The library has no sum of no tensors.
      return weights.length === 0 ? scalar(0) : (addN(weights.map((W) => sum(square(W)))) as Scalar)
    },
  }
}
