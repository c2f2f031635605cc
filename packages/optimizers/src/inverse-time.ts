import type { Schedule, ScheduleMoment } from '@hourglass/core'
import { z } from 'zod'

export const inverseTimeOptions = z.strictObject({
  decay: z.number().min(0).max(1e6).default(1).describe('how much 1/factor grows in one unit of time'),
  per: z.enum(['epoch', 'step']).default('epoch').describe('unit of time; t goes on within an epoch'),
})

/**
 * 1/(1 + decay·t), t the steps or epochs that lie behind, 0 in the first step. Its sum over all time diverges and the sum
 * of its squares does not, as Robbins and Monro 1951 ask for. Source: Bottou 2012, §5.2.
 */
export function inverseTimeSchedule({ decay, per }: z.output<typeof inverseTimeOptions>): Schedule {
  const time = ({ step, stepsPerEpoch }: ScheduleMoment): number => (step - 1) / (per === 'epoch' ? stepsPerEpoch : 1)
  return { factor: (moment) => 1 / (1 + decay * time(moment)) }
}
