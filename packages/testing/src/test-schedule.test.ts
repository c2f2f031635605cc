import { definePlugin, SCHEDULE } from '@hourglass/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { expectFormula, testSchedule } from './test-schedule.js'

const plugin = definePlugin({
  name: 'square-root',
  apiVersion: 1,
  register: (registry) =>
    registry.add(SCHEDULE, 'square-root', {
      summary: '1/√(step/every)',
      options: z.strictObject({ every: z.number().positive().default(1) }),
      create: ({ every }) => ({ factor: ({ step }) => 1 / Math.sqrt(step / every) }),
    }),
})

testSchedule(plugin, 'square-root', [
  { factor: ({ step }) => step ** -0.5 },
  { options: { every: 4 }, factor: ({ step }) => 2 * step ** -0.5 },
])

describe('expectFormula', () => {
  it('finds a schedule that counts its steps from 0', () => {
    const moment = { step: 2, steps: 10, stepsPerEpoch: 5 }
    const check = (shift: number) => () =>
      expectFormula(
        { factor: ({ step, steps }) => 1 - (step - shift) / steps },
        ({ step }) => 1 - (step - 1) / 10,
        moment,
      )
    expect(check(1)).not.toThrow()
    expect(check(0)).toThrow(/by its formula 0.9/)
  })
})
