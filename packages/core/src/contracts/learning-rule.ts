import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'

import type { Key } from '../random-key.js'
import type { Params } from './autoencoder.js'

/** What is minimised, on one batch. */
export type ObjectiveValue = {
  readonly value: Scalar
  /** Its parts by name, unweighted: `nll`, `weight-decay`, …. */
  readonly terms: Readonly<Record<string, Scalar>>
}

/** A pure function of parameters, a batch [batch, d_x], and a key. */
export type Objective = (params: Params, x: Tensor2D, key: Key) => ObjectiveValue

export type Learning = ObjectiveValue & {
  /** By parameter name, one for each; −gradient is the direction the optimizer goes. */
  readonly gradients: Params
  /** The rule's state after this batch; the names of the one before. */
  readonly state: Params
}

/** From a batch to a gradient: backpropagation of the objective, contrastive divergence, …. Pure. */
export interface LearningRule {
  /** Tensors carried from batch to batch, by name, such as a persistent chain; absent: none. */
  start?(key: Key): Params
  learn(params: Params, x: Tensor2D, key: Key, state: Params): Learning
  /** The same value and terms without learning: for validation. */
  readonly evaluate: Objective
}
