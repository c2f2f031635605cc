import type { Metric } from '@hourglass/core'
import { cast, greater, less, logicalOr, mean } from '@tensorflow/tfjs-core'

import { meanOverExamples } from './mean-over-examples.js'
import { measurement } from './measurement.js'

export interface SaturationOptions {
  readonly low: number
  readonly high: number
}

/**
 * SAT: the fraction of code units with h_j < low or h_j > high, averaged over the examples, in per cent.
 *
 * The thresholds are meant for sigmoid units. Units with values in (−1, 1) take −0.9 and 0.9 (the same places of
 * σ(2a) = (1 + tanh a)/2); of units without bounds the number says how many are outside of [low, high], no more.
 * Source: Rifai et al. 2011, Table 1.
 */
export function saturation({ low, high }: SaturationOptions): Metric {
  return {
    needsEncoder: true,
    async measure(context) {
      const { saturated } = meanOverExamples(context, ({ params, x }) => {
        const h = context.model.encode(params, x)
        return { saturated: mean(cast(logicalOr(less(h, low), greater(h, high)), 'float32'), 1) }
      })
      return [measurement('saturation', `saturated units, outside [${low}, ${high}]`, 100 * saturated, { unit: '%' })]
    },
  }
}
