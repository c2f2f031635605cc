import { normalCdf, type NoiseCase, testNoise } from '@hourglass/testing'

import plugin from './index.js'

const gaussian = (sigma: number): NoiseCase => ({
  options: { sigma },
  moments: (x) => ({ mean: x, variance: sigma ** 2 }),
  cdf: (xTilde, x) => normalCdf((xTilde - x) / sigma),
  touchedFraction: 1,
  zero: { sigma: 0 },
})

testNoise(plugin, 'gaussian', [{ ...gaussian(0.3), options: {} }, gaussian(5)])
