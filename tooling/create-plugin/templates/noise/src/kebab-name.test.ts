import { testNoise } from '@hourglass/testing'

import plugin from './index.js'

/** x̃ = u·x with u ~ U[least, 1). */
const dimming = (least: number) => ({
  options: { least },
  moments: (x: number) => ({ mean: (x * (1 + least)) / 2, variance: (x ** 2 * (1 - least) ** 2) / 12 }),
  zero: { least: 1 },
})

testNoise(plugin, 'kebab-name', [dimming(0.5), dimming(0)])
