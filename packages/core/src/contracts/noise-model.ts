import type { Tensor2D } from '@tensorflow/tfjs-core'
import { z } from 'zod'

import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'

/** A corruption process q(x̃ | x). */
export interface NoiseModel {
  /** x̃ ~ q(· | x), [batch, d_x] → [batch, d_x]. A new key is a new draw; the clean x is never touched. */
  corrupt(x: Tensor2D, key: Key): Tensor2D
  /**
   * 1 where `corrupt` with this key chose to corrupt, else 0, [batch, d_x]: also where the value stayed what it was, as
   * a black pixel that is masked. Absent: wherever x̃ ≠ x.
   */
  touched?(x: Tensor2D, key: Key): Tensor2D
}

const weight = (meaning: string) => z.number().min(0).max(1000).default(1).describe(meaning)

/** How the objective uses a noise, whichever it is. */
const common = {
  samples: z.number().int().min(1).max(1000).default(1).describe('L, corruptions of each example per step'),
  emphasis: z
    .strictObject({
      corrupted: weight('α, weight of the loss on corrupted dimensions'),
      untouched: weight('β, weight of the loss on the others'),
    })
    .refine(({ corrupted, untouched }) => corrupted + untouched > 0, {
      path: ['corrupted'],
      message: 'with both weights 0 nothing would be learned',
    })
    .optional()
    .describe('emphasised denoising (Vincent et al. 2010, §3.4); absent: α = β = 1'),
  walkback: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(0)
    .describe('further steps of the chain x̃ → x → x̃ that are trained to come back to x (Bengio et al. 2013, §4)'),
}

/** What every use of a noise says besides the noise's own options, in an experiment under `noise:`. */
export interface NoiseUse {
  /** L. */
  readonly samples: number
  readonly emphasis?: { readonly corrupted: number; readonly untouched: number } | undefined
  readonly walkback: number
}

export const NOISE = defineExtensionPoint({ id: 'noise', contract: contractOf<NoiseModel>(), common })
