import { type Autoencoder, HourglassError, METRIC, PluginHost, type Prospect } from '@hourglass/core'
import { type MetricReference, testMetric } from '@hourglass/testing'
import { tensor2d, tile } from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'

import metrics from './index.js'
import { codesOf, meanOf } from './reference-means.fixture.js'

const expected = (nearZero: number) => (given: MetricReference) => {
  const codes = codesOf(given)
  return {
    'hoyer-sparsity': meanOf(codes, (h) => {
      const ratio = h.reduce((sum, value) => sum + Math.abs(value), 0) / Math.hypot(...h)
      return (Math.sqrt(h.length) - ratio) / (Math.sqrt(h.length) - 1)
    }),
    'mean-activation': meanOf(codes, (h) => h.reduce((sum, value) => sum + value, 0) / h.length),
    'near-zero': 100 * meanOf(codes, (h) => h.filter((value) => Math.abs(value) < nearZero).length / h.length),
  }
}

/** A model with the same code for every input. */
const constantCode = (code: readonly number[]) => (): Autoencoder => ({
  ...{ codeDimensions: code.length, encoderLayers: [], init: () => ({}) },
  encode: (_, x) => tile(tensor2d([[...code]]), [x.shape[0], 1]),
  decode: (_, h) => h,
})

testMetric(metrics, 'sparsity', [
  { measure: expected(0.01) },
  {
    options: { nearZero: 0.2 },
    data: { dimensions: 6, range: [-3, 3] },
    network: { hidden: [7], activation: 'tanh' },
    measure: expected(0.2),
  },
  ...[
    { code: [0, -3, 0, 0], hoyer: 1, zero: 75 },
    { code: [0.5, -0.5, 0.5], hoyer: 0, zero: 0 },
    { code: [0, 0], hoyer: 1, zero: 100 },
  ].map(({ code, hoyer, zero }) => ({
    model: constantCode(code),
    measure: () => ({ 'hoyer-sparsity': hoyer, 'near-zero': zero }),
  })),
])

it('refuses a code of one unit, of which Hoyer’s measure is 0/0', () => {
  const metric = new PluginHost([metrics]).createScope().create(METRIC, 'sparsity')
  const beside = (model: Autoencoder) => ({ model }) as Prospect
  expect(() => metric.check!(beside(constantCode([1])()))).toThrow(HourglassError)
  expect(() => metric.check!(beside(constantCode([1, 0])()))).not.toThrow()
})
