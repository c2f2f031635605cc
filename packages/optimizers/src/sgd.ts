import type { Optimizer } from '@hourglass/core'
import { mul, sub } from '@tensorflow/tfjs-core'

import { eachParameter } from './each-parameter.js'

/** Stochastic gradient descent: w ← w − ηg. Source: Robbins and Monro 1951. */
export function sgd(learningRate: number): Optimizer {
  return {
    learningRate: () => learningRate,
    init: () => ({}),
    update: (params, gradients, slots, at) => ({
      params: eachParameter(params, (name, w) => sub(w, mul(at.learningRate, gradients[name]!))),
      slots,
    }),
  }
}
