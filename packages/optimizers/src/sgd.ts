import type { Optimizer } from '@hourglass/core'
import { mul, sub } from '@tensorflow/tfjs-core'

import { eachParameter } from './each-parameter.js'

/** Stochastic gradient descent: w ← w − ηg. No slots. Source: Robbins and Monro 1951. */
export function sgd(learningRate: number): Optimizer {
  return {
    learningRate,
    init: () => ({}),
    update: (params, gradients, slots, at) =>
      eachParameter(params, gradients, slots, (w, g) => ({ w: sub(w, mul(at.learningRate, g)), slots: {} })),
  }
}
