import type { OutputDistribution } from '@hourglass/core'
import { testEngines, testLoss } from '@hourglass/testing'
import { grad, sum, tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { continuousBernoulliLoss } from './continuous-bernoulli.js'
import losses from './index.js'

/** −log C(λ) − y log λ − (1 − y) log(1 − λ) with C(λ) = 2 artanh(1 − 2λ)/(1 − 2λ): the paper's own form, λ = σ(θ). */
function publishedForm(y: number, [theta]: readonly number[]): number {
  const lambda = 1 / (1 + Math.exp(-theta!))
  // 1 − 2λ = −tanh(θ/2) and artanh of it −θ/2.
  const normalizer = theta === 0 ? 2 : theta! / Math.tanh(theta! / 2)
  return -Math.log(normalizer) - y * Math.log(lambda) - (1 - y) * Math.log(1 - lambda)
}

testLoss(losses, 'continuous-bernoulli', [
  { nll: publishedForm, theta: [-8, 8], extremes: [-1000, -50, 50, 1000], gradientInY: true },
  // Around 0, where numerator and denominator vanish; 0 itself is the middle.
  { nll: publishedForm, theta: [-0.01, 0.01], extremes: [-1e-12, 0, 1e-5], gradientInY: true },
  { nll: publishedForm, theta: [0.9, 1.1], gradientInY: true },
  { nll: publishedForm, theta: [-30, -20], gradientInY: true },
])

describe.each(testEngines())('continuousBernoulliLoss on $name', ({ create }) => {
  let loss: OutputDistribution
  beforeAll(async () => void (loss = continuousBernoulliLoss((await create()).random)))
  const thetas = [-200, -6, -1.01, -0.99, -0.2, -1e-4, 0, 1e-3, 0.5, 1, 2, 15, 300]
  /** 1/θ² − 1/(4 sinh²(θ/2)). */
  const variance = (theta: number) =>
    Math.abs(theta) < 0.01 ? 1 / 12 - theta ** 2 / 240 : 1 / theta ** 2 - 1 / (4 * Math.sinh(theta / 2) ** 2)
  const close = (values: number[]) => values.map((value) => expect.closeTo(value, 6))

  it('mean and entropy have their gradients: v(θ), and −θv(θ)', () => {
    const slope = (f: (theta: never) => unknown) => [
      ...grad((theta) => sum(f(theta as never) as never))(tensor2d([thetas])).dataSync(),
    ]
    expect(slope((theta) => loss.mean(theta))).toEqual(close(thetas.map(variance)))
    expect(slope((theta) => loss.entropy!(theta))).toEqual(close(thetas.map((theta) => -theta * variance(theta))))
  })

  it('parametersFromMean undoes mean up to the edges', () => {
    const means = [1e-5, 1e-3, 0.02, 0.2, 0.45, 0.4999, 0.5, 0.5001, 0.6, 0.9, 0.99, 0.99999]
    const found = loss.mean(loss.parametersFromMean(tensor2d([means]))).dataSync()
    for (const [place, mean] of means.entries())
      expect(Math.abs(found[place]! - mean) / Math.min(mean, 1 - mean)).toBeLessThan(mean > 0.999 ? 1e-2 : 1e-5)
  })
})
