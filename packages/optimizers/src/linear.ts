import type { Schedule } from '@hourglass/core'
import { z } from 'zod'

export const linearOptions = z.strictObject({
  floor: z.number().min(0).max(1).default(0).describe('the factor at the end of the stage'),
})

/** 1 − (1 − floor)·t/T, t = step − 1 of T steps: a straight line from 1, which meets `floor` as the stage ends. */
export function linearSchedule({ floor }: z.output<typeof linearOptions>): Schedule {
  return { factor: ({ step, steps }) => 1 - ((1 - floor) * (step - 1)) / steps }
}
