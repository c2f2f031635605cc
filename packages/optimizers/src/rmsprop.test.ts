import { type OptimizerCase, testEngines, testOptimizer } from '@hourglass/testing'
import { scalar, type Tensor, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import optimizers, { rmsprop } from './index.js'

/** Exponentially weighted: Σ_s (1−ρ)ρ^{t−s} x_s, from all that was seen. */
const weighted = (rho: number, seen: readonly number[]) =>
  seen.reduce((sum, x, s) => sum + (1 - rho) * rho ** (seen.length - 1 - s) * x, 0)

const rule =
  (rho: number, epsilon: number, centered: boolean): OptimizerCase['rule'] =>
  () => {
    const seen: number[] = []
    return (w, g, _, eta) => {
      seen.push(g)
      const squares = weighted(
        rho,
        seen.map((x) => x * x),
      )
      const spread = centered ? squares - weighted(rho, seen) ** 2 : squares
      return w - (eta * g) / (Math.sqrt(spread) + epsilon)
    }
  }

testOptimizer(optimizers, 'rmsprop', [
  { rule: rule(0.9, 1e-8, false) },
  { options: { learningRate: 0.1, rho: 0.5, epsilon: 0.1 }, rule: rule(0.5, 0.1, false) },
  { options: { centered: true, epsilon: 1e-4 }, rule: rule(0.9, 1e-4, true) },
])

describe.each(testEngines())('rmsprop on $name', ({ create }) => {
  beforeAll(async () => void (await create()))

  it('centred: stays finite where the gradient never changes, and its variance is rounding', () => {
    const optimizer = rmsprop({ learningRate: 1e-3, rho: 0.9, epsilon: 1e-4, centered: true })
    let params: Record<string, Tensor> = { w: tensor1d([1, 1, 1]) }
    let slots = optimizer.init(params)
    const gradients = { w: tensor1d([0.1, 3, 1000 / 3]) }
    for (let t = 1; t <= 300; t++) {
      const at = { learningRate: scalar(1e-3), step: scalar(t) }
      ;({ params, slots } = optimizer.update(params, gradients, slots, at) as never)
    }
    expect([...params['w']!.dataSync()].every(Number.isFinite)).toBe(true)
  })
})
