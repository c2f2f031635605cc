import { testEngines, testLoss } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import { gaussianLoss } from './gaussian.js'
import losses from './index.js'

const negativeLogDensity =
  (sigma: number) =>
  (y: number, [mu]: readonly number[]) =>
    (y - mu!) ** 2 / (2 * sigma ** 2) + Math.log(sigma * Math.sqrt(2 * Math.PI))

testLoss(losses, 'gaussian', [
  { nll: negativeLogDensity(1), gradientInY: true },
  { options: { sigma: 0.1 }, nll: negativeLogDensity(0.1), theta: [-100, 100], y: [-100, 100], gradientInY: true },
  { options: { sigma: 3 }, nll: negativeLogDensity(3), extremes: [-1e6, 1e6], gradientInY: true },
])

describe.each(testEngines())('gaussianLoss on $name', ({ create }) => {
  it('is the squared error over 2σ² and a constant: least squares', async () => {
    const sigma = 0.7
    const loss = gaussianLoss(sigma, (await create()).random)
    const y = [0.2, -0.4, 3]
    const constant = 1.5 * Math.log(2 * Math.PI * sigma ** 2)
    for (const theta of [
      [0.2, -0.4, 3],
      [0, 0, 0],
      [1, 2, -3],
    ]) {
      const squaredError = y.reduce((sum, value, i) => sum + (value - theta[i]!) ** 2, 0)
      const found = loss.nll(tensor2d([y]), tensor2d([theta])).dataSync()[0]
      expect(found).toBeCloseTo(squaredError / (2 * sigma ** 2) + constant, 4)
    }
  })
})
