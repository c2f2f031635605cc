import {
  HourglassError,
  type Measurement,
  type Metric,
  type MetricContext,
  type Prospect,
  READOUT,
} from '@hourglass/core'
import { add, matMul, type Tensor2D } from '@tensorflow/tfjs-core'

import { confusionMatrix } from './confusion-matrix.js'
import { evaluateBatches } from './evaluate-batches.js'
import { measurement, requireFinite } from './measurement.js'
import { requirePredictions } from './require-predictions.js'

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
 * How a classifier does: a read-out on top of the encoder, θ = h(x)W + b by the parameters `readout.W` and `readout.b`,
 * or a baseline, by its predictions:
 *
 *   test error p = fraction of examples whose class, argmax_k θ_k, is not their label, and 1.96·√(p(1 − p)/n), both in
 *   per cent, with the confusion matrix of true and predicted classes;
 *   cross-entropy = mean of −log p(label | h(x)) in nats; not of a baseline, which gives no probabilities.
 *
 * p ± that half-width holds the error on all possible examples with a probability of 95 %, by the normal approximation
 * to the binomial distribution, which is good where there are more than a few errors; of no errors it makes 0.
 * Source: Larochelle et al. 2007 (intervals).
 *
 * @throws HourglassError `no-readout`, `no-labels`, `diverged`, `plugin-failed` (predictions that are no classes), at
 *   measuring
 */
export function testError({ readout }: TestErrorOptions): Metric {
  return {
    needsEncoder: true,
    judges: 'classes',
    check({ parameters }) {
      if (!hasReadout(parameters)) throw noReadout()
    },
    async measure(context) {
      const { predictions, split } = context
      const { classes } = context.dataset.spec
      const { labels } = split
      if (labels === undefined || classes === undefined) return refuseUnlabelled()
      if (predictions !== undefined) {
        requirePredictions(predictions, split.size, classes)
        return errors(labels, predictions, classes)
      }
      const { read, cost } = readClasses(context, labels, COSTS[readout])
      return [
        ...errors(labels, read, classes),
        measurement('test-cross-entropy', 'cross-entropy of the classes', cost, { unit: 'nats', better: 'lower' }),
      ]
    },
  }
}

/** Of counts, so that the error is exact. */
function errors(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number): Measurement[] {
  const matrix = confusionMatrix(labels, predictions, classes)
  const right = matrix.values.reduce((sum, row, place) => sum + row[place]!, 0)
  const examples = labels.length
  const p = (examples - right) / examples
  const interval = 100 * Z * Math.sqrt((p * (1 - p)) / examples)
  return [
    measurement('test-error', 'test error', 100 * p, { unit: '%', better: 'lower', matrix }),
    measurement('test-error-interval', 'test error, half-width of the binomial 95 % interval', interval, { unit: '%' }),
  ]
}

/** The class that is read out of each example's code, and the mean cost. */
function readClasses(
  context: MetricContext,
  labels: ArrayLike<number>,
  costOf: (theta: Float64Array, label: number) => number,
): { readonly read: readonly number[]; readonly cost: number } {
  const { model, params } = context
  if (!hasReadout(new Set(Object.keys(params)))) throw noReadout()
  const read: number[] = []
  let cost = 0
  const batches = evaluateBatches(context, ({ params: all, x }) => ({
    theta: add(matMul(model.encode(all, x), all[READOUT.weights] as Tensor2D), all[READOUT.bias]!),
  }))
  for (const { size, values } of batches) {
    const classes = values.theta.length / size
    const scores = Float64Array.from(values.theta)
    requireFinite('score of a class', scores)
    for (let place = 0; place < size; place++) {
      const theta = scores.subarray(place * classes, (place + 1) * classes)
      cost += costOf(theta, labels[read.length]!)
      read.push(theta.indexOf(Math.max(...theta)))
    }
  }
  return { read, cost: cost / read.length }
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
