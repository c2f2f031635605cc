import type { Tensor2D } from '@tensorflow/tfjs-core'
import { z } from 'zod'

import { defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'

/** A corruption process q(x̃ | x). */
export interface NoiseModel {
  /** x̃ ~ q(· | x), [batch, d_x] → [batch, d_x]. A new key is a new draw; the clean x is never touched. */
  corrupt(x: Tensor2D, key: Key): Tensor2D
}

export const NOISE = defineExtensionPoint<NoiseModel, { samples: z.ZodDefault<z.ZodNumber> }>('noise', {
  samples: z.number().int().min(1).max(1000).default(1).describe('L, corruptions of each example per step'),
})
