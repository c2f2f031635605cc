import type { Metric, MetricContext, NoiseModel } from '@hourglass/core'
import { squaredDifference, sum } from '@tensorflow/tfjs-core'

import { meanOverExamples } from './mean-over-examples.js'
import { measurement } from './measurement.js'

/**
 * Reconstruction, averaged over the examples, from the clean input and, where there is a noise, from a corrupted one
 * (the same corruption on every call):
 *
 *   nll = −log p(x | θ(h(x))) in nats,   squared error = ‖x − E[y | θ(h(x))]‖², summed over dimensions;
 *
 * and the same of θ(h(x̃)), always against the clean x.
 */
export function reconstruction(): Metric {
  return {
    async measure(context) {
      const clean = measureFrom(context)
      const measurements = [
        measurement('nll', 'reconstruction NLL, clean input', clean.nll, { unit: 'nats', better: 'lower' }),
        measurement('squared-error', 'squared error, clean input', clean.squaredError, { better: 'lower' }),
      ]
      if (context.noise === undefined) return measurements
      const { nll, squaredError } = measureFrom(context, context.noise)
      return [
        ...measurements,
        measurement('nll-corrupted', 'reconstruction NLL, corrupted input', nll, { unit: 'nats', better: 'lower' }),
        measurement('squared-error-corrupted', 'squared error, corrupted input', squaredError, { better: 'lower' }),
      ]
    },
  }
}

function measureFrom(context: MetricContext, noise?: NoiseModel): Record<'nll' | 'squaredError', number> {
  const { model, loss } = context
  return meanOverExamples(
    context,
    ({ params, x, key }) => {
      const theta = model.decode(params, model.encode(params, noise === undefined ? x : noise.corrupt(x, key)))
      return { nll: loss.nll(x, theta), squaredError: sum(squaredDifference(x, loss.mean(theta)), 1) }
    },
    { stream: 'noise' },
  )
}
