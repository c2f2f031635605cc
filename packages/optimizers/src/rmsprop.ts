import type { Optimizer } from '@hourglass/core'
import { add, div, mul, relu, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core'

import { eachParameter, type UpdatedParameter } from './each-parameter.js'
import { zeroSlots } from './zero-slots.js'

export interface RmspropOptions {
  readonly learningRate: number
  readonly rho: number
  readonly epsilon: number
  /** Divide by the standard deviation of g rather than by its root mean square. */
  readonly centered: boolean
}

/**
 * RMSprop: r ← ρr + (1−ρ)g², w ← w − η·g/(√r + ε). Centred: also a ← ρa + (1−ρ)g, and √(r − a²) in the place of √r.
 * Slots `<parameter>/squares` (r) and, centred, `<parameter>/mean` (a). No bias correction, as in the source: the first
 * steps are 1/√(1−ρ) times as long as later ones.
 *
 * Source: Tieleman and Hinton 2012, lecture 6.5; centred: Graves 2013, eq. 38–41 (there ε stands inside the root).
 */
export function rmsprop({ learningRate, rho, epsilon, centered }: RmspropOptions): Optimizer {
  const follow = (mean: Tensor, x: Tensor): Tensor => add(mul(rho, mean), mul(1 - rho, x))
  return {
    learningRate,
    init: (params) => (centered ? zeroSlots(params, 'squares', 'mean') : zeroSlots(params, 'squares')),
    update: (params, gradients, slots, at) =>
      eachParameter(params, gradients, slots, (w, g, slot): UpdatedParameter => {
        const squares = follow(slot('squares'), square(g))
        const move = (spread: Tensor): Tensor => sub(w, mul(at.learningRate, div(g, add(sqrt(spread), epsilon))))
        if (!centered) return { w: move(squares), slots: { squares } }
        const mean = follow(slot('mean'), g)
        // Rounding can leave a variance of 0 a little below 0.
        return { w: move(relu(sub(squares, square(mean)))), slots: { squares, mean } }
      }),
  }
}
