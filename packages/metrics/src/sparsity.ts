import { HourglassError, type Metric } from '@hourglass/core'
import { abs, cast, less, mean, sqrt, square, sum } from '@tensorflow/tfjs-core'

import { evaluateBatches } from './evaluate-batches.js'
import { measurement } from './measurement.js'

export interface SparsityOptions {
  /** |h_j| below this counts as zero. */
  readonly nearZero: number
}

/**
 * How sparse codes are, averaged over the examples:
 *
 *   Hoyer's sparseness (√d_h − ‖h‖₁/‖h‖₂)/(√d_h − 1), 0 where all |h_j| are equal, 1 where one unit alone is not zero;
 *   the mean of h_j;   and the fraction of units with |h_j| < nearZero, in per cent.
 *
 * A code of zeros alone, of which the first has no value, counts as 1.
 * Source: Hoyer 2004 (the first).
 */
export function sparsity({ nearZero }: SparsityOptions): Metric {
  return {
    needsEncoder: true,
    check({ model: { codeDimensions } }) {
      if (codeDimensions > 1) return
      throw new HourglassError('unmeasurable', 'a code of one unit has no sparsity', {
        expected: 'a model with two code dimensions or more',
        remedy: 'take sparsity out of the metrics',
      })
    },
    async measure(context) {
      const { model, split } = context
      const root = Math.sqrt(model.codeDimensions)
      const outputs = evaluateBatches(context, ({ params, x }) => {
        const h = model.encode(params, x)
        return {
          absolute: sum(abs(h), 1),
          euclidean: sqrt(sum(square(h), 1)),
          activation: mean(h, 1),
          zero: mean(cast(less(abs(h), nearZero), 'float32'), 1),
        }
      })
      let [hoyer, activation, zero] = [0, 0, 0]
      for (const { size, values } of outputs)
        for (let example = 0; example < size; example++) {
          const euclidean = values.euclidean[example]!
          hoyer += euclidean === 0 ? 1 : (root - values.absolute[example]! / euclidean) / (root - 1)
          activation += values.activation[example]!
          zero += values.zero[example]!
        }
      return [
        measurement('hoyer-sparsity', 'Hoyer sparsity of the codes', hoyer / split.size),
        measurement('mean-activation', 'mean activation of the code units', activation / split.size),
        measurement('near-zero', `units with |h| < ${nearZero}`, (100 * zero) / split.size, { unit: '%' }),
      ]
    },
  }
}
