import { type OptimizerCase, testOptimizer } from '@hourglass/testing'

import optimizers from './index.js'

/** Sutskever et al. 2013, eq. 3–4, in θ and v as they stand there; w is the point θ + μv that the gradient is of. */
const rule =
  (mu: number): OptimizerCase['rule'] =>
  () => {
    let v = 0
    return (w, g, _, eta) => {
      let theta = w - mu * v
      v = mu * v - eta * g
      theta += v
      return theta + mu * v
    }
  }

testOptimizer(optimizers, 'nesterov', [
  { rule: rule(0.9) },
  { options: { momentum: 0 }, rule: () => (w, g, _, eta) => w - eta * g },
  { options: { learningRate: 0.1, momentum: 0.99 }, rule: rule(0.99) },
])
