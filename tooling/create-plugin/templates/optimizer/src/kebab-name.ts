import type { Optimizer } from '@hourglass/core'
import { mul, sign, sub } from '@tensorflow/tfjs-core'

/** signSGD: w ← w − η·sign(g), every entry moves by η or not at all. Source: Bernstein et al. 2018. */
export function camelNameOptimizer(learningRate: number): Optimizer {
  return {
    learningRate,
    init: () => ({}),
    update: (params, gradients, slots, at) => ({
      params: Object.fromEntries(
        Object.entries(params).map(([name, w]) => [name, sub(w, mul(at.learningRate, sign(gradients[name]!)))]),
      ),
      slots,
    }),
  }
}
