import type { Optimizer } from '@hourglass/core'
import { add, mul, sub } from '@tensorflow/tfjs-core'

import { eachParameter } from './each-parameter.js'
import { zeroSlots } from './zero-slots.js'

/**
 * Nesterov's accelerated gradient: v ← μv − η∇f(θ + μv), θ ← θ + v.
 *
 * The parameters that are trained, and that the gradient is taken at, are the point looked ahead to, w = θ + μv: in
 * terms of w the same rule is v ← μv − ηg, w ← w + μv − ηg with the v just made. Slot `<parameter>/velocity` holds v,
 * and θ = w − μv; as v goes to 0 the two meet.
 *
 * Source: Sutskever et al. 2013, §2, eq. 3–4.
 */
export function nesterov(learningRate: number, mu: number): Optimizer {
  return {
    learningRate,
    init: (params) => zeroSlots(params, 'velocity'),
    update: (params, gradients, slots, at) =>
      eachParameter(params, gradients, slots, (w, g, slot) => {
        const step = mul(at.learningRate, g)
        const velocity = sub(mul(mu, slot('velocity')), step)
        return { w: add(w, sub(mul(mu, velocity), step)), slots: { velocity } }
      }),
  }
}
