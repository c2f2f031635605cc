import type { Layer, Metric, MetricContext } from '@hourglass/core'
import { matMul, reshape, sqrt, square, sum, type Tensor2D } from '@tensorflow/tfjs-core'

import { jacobians } from './jacobians.js'
import { meanOverExamples } from './mean-over-examples.js'
import { measurement } from './measurement.js'
import { spreadExamples } from './spread-examples.js'

/** How many examples an encoder of several layers is measured on unless more are asked for: each costs d_x encodings. */
export const DEEP_EXAMPLES = 200

export interface JacobianNormOptions {
  /** Evenly spaced through the split; absent: all where the encoder is one dense layer, else `DEEP_EXAMPLES`. */
  readonly examples?: number | undefined
}

/**
 * How much the encoder magnifies small changes of its input: of J = ∂h/∂x, averaged over the examples,
 *
 *   ‖J‖_F,   ‖J‖²_F = Σ_ji (∂h_j/∂x_i)²,   and the mean squared entry ‖J‖²_F/(d_h·d_x).
 *
 * All three, because what papers print as "average Jacobian norm" differs: the last one is most likely what stands in
 * Table 1 of Rifai et al. 2011. Exact: one dense layer h = s(xW + b) by ‖J‖²_F = Σ_j s′(a_j)² ‖w_j‖² with w_j the
 * columns of W, any other encoder by a forward-mode product for every direction of the input.
 */
export function jacobianNorm({ examples }: JacobianNormOptions = {}): Metric {
  return {
    requires: ['linearize'],
    needsEncoder: true,
    async measure(context) {
      const { model, dataset } = context
      const [layer, ...deeper] = model.encoderLayers
      const { norm, squared } =
        layer !== undefined && deeper.length === 0
          ? ofOneLayer(context, layer, examples)
          : ofAnyEncoder(context, examples ?? DEEP_EXAMPLES)
      const entries = model.codeDimensions * dataset.spec.dimensions
      return [
        measurement('jacobian-norm', 'Jacobian norm ‖∂h/∂x‖_F', norm),
        measurement('jacobian-squared-norm', 'squared Jacobian norm ‖∂h/∂x‖²_F', squared),
        measurement('jacobian-mean-squared-entry', 'mean squared entry of ∂h/∂x', squared / entries),
      ]
    },
  }
}

interface Norms {
  readonly norm: number
  readonly squared: number
}

function ofOneLayer(context: MetricContext, { activation, weights }: Layer, examples: number | undefined): Norms {
  const { model, split } = context
  return meanOverExamples(
    context,
    ({ params, x }) => {
      const slopes = square(activation.derivativeFromOutput(model.encode(params, x)))
      const columns = reshape(sum(square(params[weights] as Tensor2D), 0), [-1, 1])
      const squared = reshape(matMul(slopes, columns), [-1])
      return { squared, norm: sqrt(squared) }
    },
    { split: spreadExamples(split, examples) },
  )
}

function ofAnyEncoder(context: MetricContext, examples: number): Norms {
  const split = spreadExamples(context.split, examples)
  let [norm, squared] = [0, 0]
  for (const transposed of jacobians(context, split)) {
    const ofOne = transposed.reduce((total, entry) => total + entry * entry, 0)
    squared += ofOne / split.size
    norm += Math.sqrt(ofOne) / split.size
  }
  return { norm, squared }
}
