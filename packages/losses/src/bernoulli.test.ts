import type { OutputDistribution } from '@hourglass/core'
import { testEngines, testLoss } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { bernoulliLoss } from './bernoulli.js'
import losses from './index.js'

/** −y log σ(θ) − (1 − y) log(1 − σ(θ)), without the cancellation of writing it so. */
const crossEntropy = (y: number, [theta]: readonly number[]) =>
  y * Math.log1p(Math.exp(-theta!)) + (1 - y) * Math.log1p(Math.exp(theta!))

testLoss(losses, 'bernoulli', [
  { nll: crossEntropy, values: [0, 1], theta: [-5, 5], extremes: [-1000, -100, 80, 1000] },
  // Grey values.
  { nll: crossEntropy, values: [0, 1], y: [0, 1], gradientInY: true },
])

describe.each(testEngines())('bernoulliLoss on $name', ({ create }) => {
  let loss: OutputDistribution
  beforeAll(async () => void (loss = bernoulliLoss((await create()).random)))
  const nll = (y: number[], theta: number[]) => loss.nll(tensor2d([y]), tensor2d([theta])).dataSync()[0]!

  it('costs log 2 a dimension where the network knows nothing, and the entropy of y at its best', () => {
    expect(nll([0, 1, 0.3], [0, 0, 0])).toBeCloseTo(3 * Math.LN2, 6)
    const y = 0.3
    const best = Math.log(y / (1 - y))
    expect(nll([y], [best])).toBeCloseTo(-y * Math.log(y) - (1 - y) * Math.log(1 - y), 6)
    expect(nll([y], [best + 0.1])).toBeGreaterThan(nll([y], [best]))
  })
})
