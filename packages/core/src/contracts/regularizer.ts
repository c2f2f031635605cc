import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { z } from 'zod'

import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import type { Autoencoder, ModelCapability, Params } from './autoencoder.js'

/** One point of training at which a penalty is taken. */
export interface PenaltyPoint {
  readonly x: Tensor2D
  /** The same tensor as x where there is no noise. */
  readonly xTilde: Tensor2D
  /** h(x̃), the code that is decoded; of a model with a cost of its own the code which that cost gives, perhaps a draw. */
  readonly h: Tensor2D
  readonly params: Params
  readonly model: Autoencoder
  readonly key: Key
}

export interface Regularizer {
  /** What it needs of the model; an experiment whose model lacks it is refused before training. */
  readonly requires?: readonly ModelCapability[]
  /** R, averaged over the batch; the objective adds λ·R. */
  penalty(point: PenaltyPoint): Scalar
}

export const REGULARIZER = defineExtensionPoint({
  id: 'regularizer',
  contract: contractOf<Regularizer>(),
  common: { weight: z.number().min(0).default(1).describe('λ, the factor of the penalty in the objective') },
})
