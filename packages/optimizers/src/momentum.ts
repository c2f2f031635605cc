import type { Optimizer } from '@hourglass/core'
import { add, mul, sub, zerosLike } from '@tensorflow/tfjs-core'

import { eachParameter } from './each-parameter.js'

/**
 * Classical momentum: v ← μv − ηg, w ← w + v. Slot `<parameter>/velocity` holds v.
 *
 * Source: Polyak 1964; in this form Sutskever et al. 2013, §2, eq. 1–2.
 */
export function momentum(learningRate: number, mu: number): Optimizer {
  return {
    learningRate: () => learningRate,
    init: (params) => Object.fromEntries(Object.entries(params).map(([name, w]) => [`${name}/velocity`, zerosLike(w)])),
    update(params, gradients, slots, at) {
      const velocities = eachParameter(slots, (slot, v) =>
        sub(mul(mu, v), mul(at.learningRate, gradients[slot.slice(0, slot.lastIndexOf('/'))]!)),
      )
      return { params: eachParameter(params, (name, w) => add(w, velocities[`${name}/velocity`]!)), slots: velocities }
    },
  }
}
