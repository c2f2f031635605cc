import type { Optimizer, Params } from '@hourglass/core'
import { mul, sub, type Tensor } from '@tensorflow/tfjs-core'

import { adam, type AdamOptions } from './adam.js'

export interface AdamwOptions extends AdamOptions {
  /** λ. */
  readonly decay: number
  /** Whose decay: of weights, the parameters of rank ≥ 2, or of all parameters, biases included. */
  readonly decayed: 'weights' | 'all'
}

/**
 * Adam with decoupled weight decay: w ← w − η·(m̂/(√v̂ + ε) + λw), moments and slots as in `adam`. The decay does not
 * pass through the moments, so that it is the same for parameters with large and with small gradients.
 *
 * Source: Loshchilov and Hutter 2019, Algorithm 2, whose λ is ηλ here: what their paper writes as two factors, the
 * schedule and α, is one learning rate η, and it multiplies the decay as a whole.
 */
export function adamw({ decay, decayed, ...options }: AdamwOptions): Optimizer {
  const inner = adam(options)
  return {
    learningRate: inner.learningRate,
    init: (params) => inner.init(params),
    update(params, gradients, slots, at) {
      const moved = inner.update(params, gradients, slots, at)
      const rate = mul(at.learningRate, decay)
      const shrink = (name: string, w: Tensor): Tensor =>
        decayed === 'all' || w.rank >= 2 ? sub(moved.params[name]!, mul(rate, w)) : moved.params[name]!
      const shrunk: Params = Object.fromEntries(Object.entries(params).map(([name, w]) => [name, shrink(name, w)]))
      return { params: shrunk, slots: moved.slots }
    },
  }
}
