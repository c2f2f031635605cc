import type { Measurement, Metric, MetricContext, NoiseModel } from '@hourglass/core'
import { dispose, squaredDifference, sum, tensor2d, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

/** Examples per call. */
const BATCH = 500

/**
 * Reconstruction over a split, averaged over its examples, from the clean input and, where there is a noise, from a
 * corrupted one (the same corruption on every call):
 *
 *   nll = −log p(x | θ(h(x))) in nats,   squared error = ‖x − E[y | θ(h(x))]‖², summed over dimensions;
 *
 * and the same of θ(h(x̃)), always against the clean x.
 */
export function reconstruction(): Metric {
  return {
    async measure(context) {
      const clean = measureFrom(context, undefined)
      const measurements = [
        measurement('nll', 'reconstruction NLL, clean input', clean.nll, 'nats'),
        measurement('squared-error', 'squared error, clean input', clean.squaredError, ''),
      ]
      if (context.noise === undefined) return measurements
      const corrupted = measureFrom(context, context.noise)
      return [
        ...measurements,
        measurement('nll-corrupted', 'reconstruction NLL, corrupted input', corrupted.nll, 'nats'),
        measurement('squared-error-corrupted', 'squared error, corrupted input', corrupted.squaredError, ''),
      ]
    },
  }
}

function measurement(name: string, label: string, value: number, unit: string): Measurement {
  return { name, label, value, unit, better: 'lower' }
}

function measureFrom(context: MetricContext, noise: NoiseModel | undefined): { nll: number; squaredError: number } {
  const { engine, model, loss, split, params } = context
  const { dimensions } = context.dataset.spec
  const evaluate = engine.compile((inputs: { params: typeof params; x: Tensor2D; key: MetricContext['key'] }) => {
    const { x, key } = inputs
    const input = noise === undefined ? x : noise.corrupt(x, key)
    const theta = model.decode(inputs.params, model.encode(inputs.params, input))
    return { nll: sum(loss.nll(x, theta)), squaredError: sum(squaredDifference(x, loss.mean(theta))) }
  })
  let nll = 0
  let squaredError = 0
  for (let start = 0; start < split.size; start += BATCH) {
    const size = Math.min(BATCH, split.size - start)
    const indices = Int32Array.from({ length: size }, (_, place) => start + place)
    const x = tensor2d(split.rows(indices), [size, dimensions])
    const key = tidy(() => engine.random.fold(context.key, 'noise', start))
    const outputs = evaluate({ params, x, key })
    nll += outputs.nll.dataSync()[0]!
    squaredError += outputs.squaredError.dataSync()[0]!
    dispose([x, key, outputs.nll, outputs.squaredError])
  }
  return { nll: nll / split.size, squaredError: squaredError / split.size }
}
