import type { ScheduleMoment } from '@hourglass/core'
import { testSchedule } from '@hourglass/testing'

import optimizers from './index.js'

/** γ multiplied in once for every `every` whole epochs, counted one by one. */
const dropping =
  (gamma: number, every: number) =>
  ({ step, stepsPerEpoch }: ScheduleMoment): number => {
    let factor = 1
    for (let done = 1; done < step; done++) if (done % (every * stepsPerEpoch) === 0) factor *= gamma
    return factor
  }

testSchedule(optimizers, 'step', [
  { factor: dropping(0.1, 10) },
  { options: { every: 1, gamma: 0.9 }, factor: dropping(0.9, 1) },
  { options: { every: 3, gamma: 1 }, factor: () => 1 },
])
