import { type OptimizerCase, testOptimizer } from '@hourglass/testing'

import optimizers from './index.js'

/** Duchi, Hazan and Singer 2011, Figure 1: H = δ + ‖g_1 … g_t‖₂ for each number, w − η·g/H. */
const rule =
  (delta: number): OptimizerCase['rule'] =>
  () => {
    const seen: number[] = []
    return (w, g, _, eta) => {
      seen.push(g)
      return w - (eta * g) / (delta + Math.hypot(...seen))
    }
  }

testOptimizer(optimizers, 'adagrad', [
  { rule: rule(1e-10) },
  { options: { learningRate: 0.5, epsilon: 0.1 }, rule: rule(0.1) },
])
