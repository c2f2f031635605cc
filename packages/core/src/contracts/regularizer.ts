import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { z } from 'zod'

import { defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import type { Autoencoder, Params } from './autoencoder.js'

/** One point of training at which a penalty is taken. */
export interface PenaltyPoint {
  readonly x: Tensor2D
  readonly xTilde: Tensor2D
  /** h(x̃), the code that is decoded. */
  readonly h: Tensor2D
  readonly params: Params
  readonly model: Autoencoder
  readonly key: Key
}

export interface Regularizer {
  /** R, averaged over the batch; the objective adds λ·R. */
  penalty(point: PenaltyPoint): Scalar
}

export const REGULARIZER = defineExtensionPoint<Regularizer, { weight: z.ZodDefault<z.ZodNumber> }>('regularizer', {
  weight: z.number().min(0).default(1).describe('λ, the factor of the penalty in the objective'),
})
