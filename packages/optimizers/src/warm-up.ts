import { type ReferenceSchemas, type Schedule, SCHEDULE } from '@hourglass/core'
import { z } from 'zod'

export const warmUpOptions = (use: ReferenceSchemas) =>
  z
    .strictObject({
      epochs: z.number().positive().max(1_000_000).optional().describe('length of the rise, a fraction is allowed'),
      steps: z.number().int().min(1).max(1_000_000_000).optional().describe('length of the rise, instead of `epochs`'),
      next: use(SCHEDULE).optional().describe('schedule of the steps after the rise; absent: 1'),
    })
    .refine(({ epochs, steps }) => (epochs === undefined) !== (steps === undefined), {
      message: 'a warm-up has either `epochs` or `steps`',
    })

export interface WarmUp {
  readonly epochs?: number | undefined
  readonly steps?: number | undefined
  readonly next?: Schedule | undefined
}

/**
 * step/k in the first k steps, 1 in the k-th; then `next` as if the stage began there: its step is step − k of T − k.
 * k is `steps`, or `epochs` in steps, rounded up. A stage of at most k steps ends within the rise.
 *
 * Source: Goyal et al. 2017, §2.2 ("gradual warmup").
 */
export function warmUpSchedule({ epochs = 0, steps, next }: WarmUp): Schedule {
  return {
    factor(moment) {
      const rise = steps ?? Math.ceil(epochs * moment.stepsPerEpoch)
      if (moment.step <= rise) return moment.step / rise
      return next?.factor({ ...moment, step: moment.step - rise, steps: moment.steps - rise }) ?? 1
    },
  }
}
