import { type NoiseCase, testNoise } from '@hourglass/testing'

import plugin from './index.js'

const uniform = (amplitude: number): NoiseCase => ({
  options: { amplitude },
  moments: (x) => ({ mean: x, variance: amplitude ** 2 / 3 }),
  cdf: (xTilde, x) => (xTilde - x + amplitude) / (2 * amplitude),
  // x + a is rounded to float32 as x̃ is.
  possible: (xTilde, x) => Math.fround(x - amplitude) <= xTilde && xTilde <= Math.fround(x + amplitude),
  touchedFraction: 1,
  zero: { amplitude: 0 },
})

testNoise(plugin, 'uniform', [{ ...uniform(0.5), options: {} }, uniform(3)])
