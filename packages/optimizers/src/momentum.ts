import type { Optimizer } from '@hourglass/core'
import { add, mul, sub } from '@tensorflow/tfjs-core'

import { eachParameter } from './each-parameter.js'
import { zeroSlots } from './zero-slots.js'

/**
 * Classical momentum: v ← μv − ηg, w ← w + v. Slot `<parameter>/velocity` holds v, which is a distance: a change of η
 * acts on new gradients only.
 *
 * Source: Polyak 1964; in this form Sutskever et al. 2013, §2, eq. 1–2.
 */
export function momentum(learningRate: number, mu: number): Optimizer {
  return {
    learningRate,
    init: (params) => zeroSlots(params, 'velocity'),
    update: (params, gradients, slots, at) =>
      eachParameter(params, gradients, slots, (w, g, slot) => {
        const velocity = sub(mul(mu, slot('velocity')), mul(at.learningRate, g))
        return { w: add(w, velocity), slots: { velocity } }
      }),
  }
}
