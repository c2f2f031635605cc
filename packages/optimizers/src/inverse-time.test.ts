import { testSchedule } from '@hourglass/testing'

import optimizers from './index.js'

testSchedule(optimizers, 'inverse-time', [
  { factor: ({ step, stepsPerEpoch }) => stepsPerEpoch / (stepsPerEpoch + step - 1) },
  { options: { decay: 0.25, per: 'step' }, factor: ({ step }) => 4 / (3 + step) },
  { options: { decay: 0 }, factor: () => 1 },
])
