import { testSchedule } from '@hourglass/testing'

import optimizers from './index.js'

testSchedule(optimizers, 'constant', [{ factor: () => 1 }])
