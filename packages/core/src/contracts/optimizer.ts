import type { Scalar } from '@tensorflow/tfjs-core'
import { z } from 'zod'

import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Params } from './autoencoder.js'
import { SCHEDULE } from './schedule.js'

/** An optimizer's memory, flat, keyed by parameter name: `encoder.W/velocity`. */
export type Slots = Params

/** Step-dependent numbers, as tensors so that a compiled step keeps them inputs. */
export interface OptimizerStep {
  /** After the schedule. */
  readonly learningRate: Scalar
  /** float32, 1 for the first step. */
  readonly step: Scalar
}

/** A pure update rule. Schedules and clipping are not its business: whoever trains applies them to every optimizer. */
export interface Optimizer {
  /** η before any schedule. */
  readonly learningRate: number
  init(params: Params): Slots
  update(
    params: Params,
    gradients: Params,
    slots: Slots,
    at: OptimizerStep,
  ): { readonly params: Params; readonly slots: Slots }
}

export const OPTIMIZER = defineExtensionPoint({
  id: 'optimizer',
  contract: contractOf<Optimizer>(),
  common: (use) => ({
    schedule: use(SCHEDULE).optional().describe('factor of the learning rate over the stage; absent: 1'),
    clipNorm: z
      .number()
      .positive()
      .optional()
      .describe('the gradient is scaled down to this norm, taken over all parameters together (Pascanu et al. 2013)'),
    clipValue: z
      .number()
      .positive()
      .optional()
      .describe('every entry of the gradient is cut to [−c, c]; before clipNorm'),
  }),
})
