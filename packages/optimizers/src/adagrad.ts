import type { Optimizer } from '@hourglass/core'
import { add, div, mul, sqrt, square, sub } from '@tensorflow/tfjs-core'

import { eachParameter } from './each-parameter.js'
import { zeroSlots } from './zero-slots.js'

export interface AdagradOptions {
  readonly learningRate: number
  readonly epsilon: number
}

/**
 * Adagrad with a diagonal matrix: G ← G + g², w ← w − η·g/(√G + ε). Slot `<parameter>/squares` holds G, which never
 * shrinks: the steps do, as 1/√t.
 *
 * Source: Duchi, Hazan and Singer 2011, Figure 1; their δ is ε.
 */
export function adagrad({ learningRate, epsilon }: AdagradOptions): Optimizer {
  return {
    learningRate,
    init: (params) => zeroSlots(params, 'squares'),
    update: (params, gradients, slots, at) =>
      eachParameter(params, gradients, slots, (w, g, slot) => {
        const squares = add(slot('squares'), square(g))
        return { w: sub(w, mul(at.learningRate, div(g, add(sqrt(squares), epsilon)))), slots: { squares } }
      }),
  }
}
