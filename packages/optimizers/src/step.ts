import type { Schedule } from '@hourglass/core'
import { z } from 'zod'

export const stepOptions = z.strictObject({
  every: z.number().int().min(1).max(1_000_000).default(10).describe('epochs from one drop to the next'),
  gamma: z.number().positive().max(1).default(0.1).describe('γ, the factor of a drop'),
})

/** γ^⌊epoch/every⌋, epoch being the number of whole epochs that lie behind: constant, with drops. */
export function stepSchedule({ every, gamma }: z.output<typeof stepOptions>): Schedule {
  return { factor: ({ step, stepsPerEpoch }) => gamma ** Math.floor((step - 1) / (stepsPerEpoch * every)) }
}
