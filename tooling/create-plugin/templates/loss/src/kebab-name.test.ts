import { testLoss } from '@hourglass/testing'

import plugin from './index.js'

/** −log of the density e^{−z}/(s(1 + e^{−z})²), which is the same for z and −z. */
function nll(scale: number, y: number, mean: number): number {
  const z = Math.abs(y - mean) / scale
  return z + 2 * Math.log1p(Math.exp(-z)) + Math.log(scale)
}

testLoss(plugin, 'kebab-name', [
  { options: { scale: 1 }, nll: (y, [mean]) => nll(1, y, mean!) },
  { options: { scale: 0.3 }, nll: (y, [mean]) => nll(0.3, y, mean!) },
])
