import type { OutputDistribution } from '@hourglass/core'
import { testEngines, testLoss } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { gaussianLearnedLoss } from './gaussian-learned.js'
import losses from './index.js'

const negativeLogDensity =
  (floor: number) =>
  (y: number, [mu, s]: readonly number[]) => {
    const v = floor + Math.exp(s!)
    return 0.5 * ((y - mu!) ** 2 / v + Math.log(2 * Math.PI * v))
  }

testLoss(losses, 'gaussian-learned', [
  { nll: negativeLogDensity(1e-3), gradientInY: true },
  // About the floor, where density, draws and entropy must be those of v and not of e^s.
  {
    options: { minimumVariance: 0.25 },
    nll: negativeLogDensity(0.25),
    theta: [
      [-1, 1],
      [-5, 1],
    ],
    gradientInY: true,
  },
  {
    options: { minimumVariance: 1e-8 },
    nll: negativeLogDensity(1e-8),
    theta: [
      [0, 1],
      [-12, 4],
    ],
    gradientInY: true,
  },
])

describe.each(testEngines())('gaussianLearnedLoss on $name', ({ create }) => {
  const floor = 0.01
  let loss: OutputDistribution
  beforeAll(async () => void (loss = gaussianLearnedLoss(floor, (await create()).random)))
  const entropy = (margin?: number) => loss.entropy!(loss.parametersFromMean(tensor2d([[0.3]]), margin)).dataSync()[0]
  const entropyOf = (sigma: number) => 0.5 * Math.log(2 * Math.PI * Math.E * sigma ** 2)

  it('cannot diverge: an exact reconstruction gains ½ log(1/2πv₀) at most', () => {
    const found = [-10, -100, -1000].map((s) => loss.nll(tensor2d([[0.5]]), tensor2d([[0.5, s]])).dataSync()[0])
    for (const nll of found) expect(nll).toBeCloseTo(0.5 * Math.log(2 * Math.PI * floor), 2)
  })

  it('parametersFromMean takes the margin for σ, down to the floor, and 1 where there is none', () => {
    expect(entropy(0.5)).toBeCloseTo(entropyOf(0.5), 5)
    expect(entropy(2)).toBeCloseTo(entropyOf(2), 5)
    expect(entropy(0)).toBeCloseTo(entropyOf(0.1), 5)
    expect(entropy()).toBeCloseTo(entropyOf(1), 5)
  })
})
