import type { Schedule } from '@hourglass/core'
import { z } from 'zod'

export const cosineOptions = z.strictObject({
  floor: z.number().min(0).max(1).default(0).describe('the factor at the end of the stage'),
})

/**
 * floor + (1 − floor)·½(1 + cos πt/T), t = step − 1 of T steps: half a wave from 1, which meets `floor` as the stage
 * ends. Without the restarts of the source. Source: Loshchilov and Hutter 2017, eq. 5.
 */
export function cosineSchedule({ floor }: z.output<typeof cosineOptions>): Schedule {
  return { factor: ({ step, steps }) => floor + ((1 - floor) * (1 + Math.cos((Math.PI * (step - 1)) / steps))) / 2 }
}
