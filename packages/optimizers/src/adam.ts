import type { Optimizer } from '@hourglass/core'
import { add, div, expm1, mul, neg, type Scalar, sqrt, square, sub } from '@tensorflow/tfjs-core'

import { eachParameter } from './each-parameter.js'
import { zeroSlots } from './zero-slots.js'

export interface AdamOptions {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

/**
 * Adam: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η·m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ). Slots
 * `<parameter>/m` and `<parameter>/v`.
 *
 * Source: Kingma and Ba 2015, Algorithm 1.
 */
export function adam({ learningRate, beta1, beta2, epsilon }: AdamOptions): Optimizer {
  return {
    learningRate,
    init: (params) => zeroSlots(params, 'm', 'v'),
    update(params, gradients, slots, at) {
      // η√(1−β₂ᵗ)/(1−β₁ᵗ) and ε√(1−β₂ᵗ) once per step: the bias corrections leave the elementwise work.
      const correction2 = sqrt(oneMinusPower(beta2, at.step))
      const rate = div(mul(at.learningRate, correction2), oneMinusPower(beta1, at.step))
      const guard = mul(epsilon, correction2)
      return eachParameter(params, gradients, slots, (w, g, slot) => {
        const m = add(mul(beta1, slot('m')), mul(1 - beta1, g))
        const v = add(mul(beta2, slot('v')), mul(1 - beta2, square(g)))
        return { w: sub(w, mul(rate, div(m, add(sqrt(v), guard)))), slots: { m, v } }
      })
    },
  }
}

/** 1 − βᵗ, exact to rounding also where βᵗ is near 1: 1 − 0.999 in float32 has lost five digits. */
function oneMinusPower(beta: number, t: Scalar): Scalar {
  return neg(expm1(mul(t, Math.log(beta))))
}
