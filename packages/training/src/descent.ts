import {
  type CreateContext,
  type Optimizer,
  OPTIMIZER,
  type Params,
  type Reference,
  type Schedule,
  SCHEDULE,
  type ScheduleMoment,
} from '@hourglass/core'

import { type ClipLimits, clipGradients } from './clip-gradients.js'

/** An optimizer with what every use of one says besides: how its rate changes, and how its gradients are cut. */
export interface Descent {
  readonly optimizer: Optimizer
  readonly schedule?: Schedule | undefined
  readonly clip?: ClipLimits
}

/** Creates the optimizer that an option of a stage names, and its schedule. */
export function createDescent(
  reference: Reference & { readonly schedule?: Reference | undefined } & ClipLimits,
  { create }: CreateContext,
): Descent {
  const { schedule, clipNorm, clipValue } = reference
  return {
    optimizer: create(OPTIMIZER, reference),
    schedule: schedule === undefined ? undefined : create(SCHEDULE, schedule),
    clip: { clipNorm, clipValue },
  }
}

/** η of one step, after the schedule. */
export function learningRateAt({ optimizer, schedule }: Descent, moment: ScheduleMoment): number {
  return optimizer.learningRate * (schedule?.factor(moment) ?? 1)
}

export function clipped({ clip = {} }: Descent, gradients: Params): Params {
  return clipGradients(gradients, clip)
}
