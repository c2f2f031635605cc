import { testSchedule } from '@hourglass/testing'

import optimizers from './index.js'

testSchedule(optimizers, 'linear', [
  { factor: ({ step, steps }) => (steps - step + 1) / steps },
  { options: { floor: 0.5 }, factor: ({ step, steps }) => (2 * steps - step + 1) / (2 * steps) },
  { options: { floor: 1 }, factor: () => 1 },
])
