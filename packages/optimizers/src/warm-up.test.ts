import { HourglassError, PluginHost, SCHEDULE } from '@hourglass/core'
import { testSchedule } from '@hourglass/testing'
import { describe, expect, it } from 'vitest'

import optimizers from './index.js'

testSchedule(optimizers, 'warm-up', [
  { options: { steps: 20 }, factor: ({ step }) => Math.min(1, step / 20) },
  { options: { epochs: 2 }, factor: ({ step, stepsPerEpoch }) => Math.min(1, step / (2 * stepsPerEpoch)) },
  // Half an epoch of 7 steps is 4 of them.
  { options: { epochs: 0.5 }, factor: ({ step, stepsPerEpoch }) => Math.min(1, step / Math.ceil(stepsPerEpoch / 2)) },
  {
    options: { steps: 5, next: 'linear' },
    factor: ({ step, steps }) => (step <= 5 ? step / 5 : (steps - step + 1) / (steps - 5)),
  },
  {
    options: { steps: 3, next: { use: 'warm-up', steps: 4, next: { use: 'step', every: 1, gamma: 0.5 } } },
    factor: ({ step, stepsPerEpoch }) =>
      step <= 3 ? step / 3 : step <= 7 ? (step - 3) / 4 : 0.5 ** Math.floor((step - 8) / stepsPerEpoch),
  },
])

describe('warm-up', () => {
  const host = new PluginHost([optimizers])

  it.each([{}, { epochs: 1, steps: 10 }])('refuses %j: it is either epochs or steps', (options) => {
    expect(() => host.complete(SCHEDULE, { use: 'warm-up', ...options })).toThrow(HourglassError)
    expect(() => host.complete(SCHEDULE, { use: 'warm-up', ...options })).toThrow(/either `epochs` or `steps`/)
  })

  it('ends at the floor of the schedule that follows, whatever its own length', () => {
    const options = { use: 'warm-up', steps: 10, next: { use: 'linear', floor: 0.5 } }
    const schedule = host.createScope().create(SCHEDULE, options)
    expect(schedule.factor({ step: 11, steps: 110, stepsPerEpoch: 10 })).toBe(1)
    expect(schedule.factor({ step: 110, steps: 110, stepsPerEpoch: 10 })).toBeCloseTo(0.5 + 0.5 / 100, 12)
  })
})
