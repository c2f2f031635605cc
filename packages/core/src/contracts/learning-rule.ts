import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'

import type { Key } from '../random-key.js'
import type { Params } from './autoencoder.js'

export interface Learning {
  /** The objective on this batch. */
  readonly value: Scalar
  /** Its parts by name, unweighted: `nll`, `weight-decay`, …. */
  readonly terms: Readonly<Record<string, Scalar>>
  /** By parameter name; a descent direction for the optimizer. */
  readonly gradients: Params
}

/** From a batch to a gradient: backpropagation of the objective, contrastive divergence, …. Pure. */
export type LearningRule = (params: Params, x: Tensor2D, key: Key) => Learning
