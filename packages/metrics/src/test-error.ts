import { HourglassError, type Metric, type Prospect, READOUT } from '@hourglass/core'
import { add, matMul, type Tensor2D } from '@tensorflow/tfjs-core'

import { evaluateBatches } from './evaluate-batches.js'
import { measurement } from './measurement.js'

/** −log p(label | θ) in nats, of one example, in float64. */
const COSTS = {
  /** log Σ_k e^{θ_k} − θ_label. */
  softmax(theta: Float64Array, label: number): number {
    const most = Math.max(...theta)
    return most + Math.log(theta.reduce((sum, value) => sum + Math.exp(value - most), 0)) - theta[label]!
  },
  /** Σ_k log(1 + e^{θ_k}) − y_k θ_k. */
  sigmoid: (theta: Float64Array, label: number): number =>
    theta.reduce((sum, value) => sum + Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))), -theta[label]!),
} as const

export type ReadoutKind = keyof typeof COSTS
export const READOUT_KINDS = Object.keys(COSTS) as [ReadoutKind, ...ReadoutKind[]]

export interface TestErrorOptions {
  /** What the read-out was trained as. */
  readonly readout: ReadoutKind
}

/** z with P(|N(0, 1)| < z) = 0.95. */
const Z = 1.96

/**
 * How a classifier on top of the encoder does, θ = h(x)W + b by the parameters `readout.W` and `readout.b`:
 *
 *   test error p = fraction of examples with argmax_k θ_k ≠ label, and 1.96·√(p(1 − p)/n), both in per cent;
 *   cross-entropy = mean of −log p(label | h(x)) in nats.
 *
 * p ± that half-width holds the error on all possible examples with a probability of 95 %, by the normal approximation
 * to the binomial distribution, which is good where there are more than a few errors; of no errors it makes 0.
 * Source: Larochelle et al. 2007 (intervals).
 *
 * @throws HourglassError `no-readout`, `no-labels`, at measuring
 */
export function testError({ readout }: TestErrorOptions): Metric {
  return {
    needsEncoder: true,
    judges: 'classes',
    check({ parameters }) {
      if (!hasReadout(parameters)) throw noReadout()
    },
    async measure(context) {
      if (!hasReadout(new Set(Object.keys(context.params)))) throw noReadout()
      const { model, split } = context
      const labels = split.labels ?? refuseUnlabelled()
      let [examples, wrong, cost] = [0, 0, 0]
      const batches = evaluateBatches(context, ({ params, x }) => ({
        theta: add(matMul(model.encode(params, x), params[READOUT.weights] as Tensor2D), params[READOUT.bias]!),
      }))
      for (const { size, values } of batches) {
        const classes = values.theta.length / size
        for (let place = 0; place < size; place++) {
          const theta = Float64Array.from({ length: classes }, (_, k) => values.theta[place * classes + k]!)
          const label = labels[examples++]!
          if (theta.indexOf(Math.max(...theta)) !== label) wrong++
          cost += COSTS[readout](theta, label)
        }
      }
      const p = wrong / examples
      const interval = 100 * Z * Math.sqrt((p * (1 - p)) / examples)
      return [
        measurement('test-error', 'test error', 100 * p, { unit: '%', better: 'lower' }),
        measurement('test-error-interval', 'test error, half-width of the binomial 95 % interval', interval, {
          unit: '%',
        }),
        measurement('test-cross-entropy', 'cross-entropy of the classes', cost / examples, {
          unit: 'nats',
          better: 'lower',
        }),
      ]
    },
  }
}

function hasReadout(parameters: Prospect['parameters']): boolean {
  return Object.values(READOUT).every((name) => parameters.has(name))
}

function noReadout(): HourglassError {
  return new HourglassError('no-readout', 'the model reads no class out of its codes', {
    expected: `the parameters ${READOUT.weights} and ${READOUT.bias}, which the stage fine-tune adds`,
    remedy: 'add `- { use: fine-tune }` to the stages before it, or leave the metric test-error out',
  })
}

/** @throws HourglassError `no-labels` */
export function refuseUnlabelled(): never {
  throw new HourglassError('no-labels', 'the data set does not tell the classes of its examples', {
    place: { path: 'dataset' },
    expected: 'labels, which the test error is counted against',
    remedy: 'take a data set with classes, such as mnist-10k, or leave the metric test-error out',
  })
}
