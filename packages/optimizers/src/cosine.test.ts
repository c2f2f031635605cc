import { testSchedule } from '@hourglass/testing'

import optimizers from './index.js'

// ½(1 + cos 2φ) = cos² φ.
testSchedule(optimizers, 'cosine', [
  { factor: ({ step, steps }) => Math.cos((Math.PI / 2) * ((step - 1) / steps)) ** 2 },
  {
    options: { floor: 0.1 },
    factor: ({ step, steps }) => 1 - 0.9 * Math.sin((Math.PI / 2) * ((step - 1) / steps)) ** 2,
  },
  { options: { floor: 1 }, factor: () => 1 },
])
