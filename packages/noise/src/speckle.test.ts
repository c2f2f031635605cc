import { normalCdf, type NoiseCase, testNoise } from '@hourglass/testing'

import plugin from './index.js'

const speckle = (sigma: number): NoiseCase => ({
  options: { sigma },
  moments: (x) => ({ mean: x, variance: (sigma * x) ** 2 }),
  cdf: (xTilde, x) => normalCdf((xTilde - x) / (sigma * Math.abs(x))),
  possible: (xTilde, x) => x !== 0 || xTilde === 0,
  zero: { sigma: 0 },
})

testNoise(plugin, 'speckle', [{ ...speckle(0.3), options: {} }, speckle(2)])
