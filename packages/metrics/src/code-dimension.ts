import type { Metric, MetricContext } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { matMul, sub, type Tensor1D, tensor1d } from '@tensorflow/tfjs-core'

import { evaluateBatches } from './evaluate-batches.js'
import { meanRowOverExamples } from './mean-over-examples.js'
import { measurement, requireFinite } from './measurement.js'
import { semidefiniteEigenvalues } from './semidefinite-eigenvalues.js'

export interface CodeDimensionOptions {
  /** Of the codes' variance, that the counted components hold. */
  readonly share: number
}

/**
 * How many dimensions the codes fill, of the d_h they have: with λ_1 ≥ λ_2 ≥ … the eigenvalues of the codes' covariance,
 *
 *   the participation ratio (Σλ)²/Σλ², from 1 (a line) to d_h (a ball);   and the least k with Σ_{i≤k} λ_i ≥ share·Σλ,
 *
 * with the curve of Σ_{i≤k} λ_i/Σλ against k. Both are 0 where all codes are equal.
 * Source: Gao et al. 2017 (participation ratio).
 */
export function codeDimension({ share }: CodeDimensionOptions): Metric {
  return {
    needsEncoder: true,
    async measure(context) {
      const lambda = semidefiniteEigenvalues(codeCovariance(context), context.model.codeDimensions)
      const total = lambda.reduce((sum, value) => sum + value, 0)
      const squares = lambda.reduce((sum, value) => sum + value * value, 0)
      let held = 0
      const shares = lambda.map((value) => (total === 0 ? 0 : (held += value) / total))
      // Rounding must not ask for one component more: Σλ/Σλ is not always 1.
      const components = total === 0 ? 0 : shares.findIndex((of) => of >= share - 1e-9) + 1
      const curve = {
        x: { label: 'components', values: lambda.map((_, place) => place + 1) },
        y: { label: 'share of the codes’ variance', values: shares },
      }
      const ratio = total === 0 ? 0 : (total * total) / squares
      const percent = Number((100 * share).toPrecision(12))
      return [
        measurement('code-dimension', 'effective dimension of the codes, (Σλ)²/Σλ²', ratio),
        measurement('code-components', `components with ${percent} % of the codes’ variance`, components, { curve }),
      ]
    },
  }
}

/** E[(h − μ)(h − μ)ᵀ], [d_h, d_h]: products of centred codes in float32 a batch at a time, sums in float64. */
function codeCovariance(context: MetricContext): Float64Array {
  const { model, split } = context
  const { h: mean } = meanRowOverExamples(context, ({ params, x }) => ({ h: model.encode(params, x) }))
  requireFinite('mean code', mean)
  const covariance = new Float64Array(model.codeDimensions ** 2)
  const mu = tensor1d(Float32Array.from(mean))
  try {
    const batches = evaluateBatches(
      context,
      ({ params, x, mu }) => {
        const centred = sub(model.encode(params, x), mu)
        return { products: matMul(centred, centred, true, false) }
      },
      { inputs: { mu } satisfies Record<string, Tensor1D> },
    )
    for (const { values } of batches)
      for (let place = 0; place < covariance.length; place++) covariance[place]! += values.products[place]! / split.size
  } finally {
    free(mu)
  }
  requireFinite('covariance of the codes', covariance)
  return covariance
}
