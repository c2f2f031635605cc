import { type OptimizerCase, testEngines, testOptimizer } from '@hourglass/testing'
import { scalar, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import optimizers, { adam } from './index.js'

/** Kingma and Ba 2015, Algorithm 1. */
const rule =
  (beta1: number, beta2: number, epsilon: number): OptimizerCase['rule'] =>
  () => {
    let m = 0
    let v = 0
    return (w, g, t, eta) => {
      m = beta1 * m + (1 - beta1) * g
      v = beta2 * v + (1 - beta2) * g * g
      const mHat = m / (1 - beta1 ** t)
      const vHat = v / (1 - beta2 ** t)
      return w - (eta * mHat) / (Math.sqrt(vHat) + epsilon)
    }
  }

testOptimizer(optimizers, 'adam', [
  { rule: rule(0.9, 0.999, 1e-8) },
  { options: { learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 0.1 }, rule: rule(0.5, 0.9, 0.1) },
  // Without memory it is the sign of the gradient, but for ε.
  { options: { beta1: 0, beta2: 0 }, rule: () => (w, g, _, eta) => w - (eta * g) / (Math.abs(g) + 1e-8) },
])

describe.each(testEngines())('adam on $name', ({ create }) => {
  beforeAll(async () => void (await create()))
  const optimizer = adam({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })

  it('moves by −η·sign(g) in its first step, whatever the size of g', () => {
    const gradient = [1e-4, -1e-4, 1, -1, 1e4, -1e4]
    const params = { w: tensor1d(gradient.map(() => 0)) }
    const at = { learningRate: scalar(0.01), step: scalar(1) }
    const { params: after } = optimizer.update(params, { w: tensor1d(gradient) }, optimizer.init(params), at)
    for (const [place, moved] of after['w']!.dataSync().entries())
      expect(moved / (-0.01 * Math.sign(gradient[place]!))).toBeCloseTo(1, 3)
  })

  it('stays finite late in training, where the bias corrections are 1', () => {
    const params = { w: tensor1d([1]) }
    const at = { learningRate: scalar(0.01), step: scalar(1e6) }
    const { params: after } = optimizer.update(params, { w: tensor1d([1e-20]) }, optimizer.init(params), at)
    expect(after['w']!.dataSync()[0]).toBeCloseTo(1, 2)
  })
})
