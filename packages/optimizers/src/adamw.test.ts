import { type OptimizerCase, testOptimizer } from '@hourglass/testing'

import optimizers from './index.js'

/** Loshchilov and Hutter 2019, Algorithm 2, lines 6–12, with α = η and λ·η for their λ. */
const rule =
  (lambda: number, decays: (rank: number) => boolean, [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8]) =>
  ({ shape }: Parameters<OptimizerCase['rule']>[0]) => {
    let m = 0
    let v = 0
    return (w: number, g: number, t: number, eta: number) => {
      m = beta1! * m + (1 - beta1!) * g
      v = beta2! * v + (1 - beta2!) * g * g
      const mHat = m / (1 - beta1! ** t)
      const vHat = v / (1 - beta2! ** t)
      return w - eta * (mHat / (Math.sqrt(vHat) + epsilon!) + (decays(shape.length) ? lambda * w : 0))
    }
  }

testOptimizer(optimizers, 'adamw', [
  { rule: rule(0.01, (rank) => rank >= 2) },
  { options: { decay: 3, learningRate: 0.02 }, rule: rule(3, (rank) => rank >= 2) },
  { options: { decay: 3, learningRate: 0.02, decayed: 'all' }, rule: rule(3, () => true) },
  {
    options: { decay: 0, beta1: 0.5, beta2: 0.9, epsilon: 0.1 },
    rule: rule(0, () => true, [0.5, 0.9, 0.1]),
  },
])
