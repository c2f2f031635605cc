import { type OptimizerCase, testOptimizer } from '@hourglass/testing'

import optimizers from './index.js'

/** Sutskever et al. 2013, eq. 1–2. */
const rule =
  (mu: number): OptimizerCase['rule'] =>
  () => {
    let v = 0
    return (w, g, _, eta) => {
      v = mu * v - eta * g
      return w + v
    }
  }

testOptimizer(optimizers, 'momentum', [
  { rule: rule(0.9) },
  { options: { momentum: 0 }, rule: () => (w, g, _, eta) => w - eta * g },
  { options: { learningRate: 0.1, momentum: 0.5 }, rule: rule(0.5) },
])
