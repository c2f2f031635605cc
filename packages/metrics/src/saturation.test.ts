import { HourglassError, METRIC, PluginHost } from '@hourglass/core'
import { type MetricReference, testMetric } from '@hourglass/testing'
import { expect, it } from 'vitest'

import metrics from './index.js'
import { codesOf, meanOf } from './reference-means.fixture.js'

const outside = (low: number, high: number) => (given: MetricReference) => ({
  saturation: 100 * meanOf(codesOf(given), (h) => h.filter((value) => value < low || value > high).length / h.length),
})

testMetric(metrics, 'saturation', [
  // Inputs so large that many units of the network saturate, and not all.
  { data: { dimensions: 6, range: [-4, 4] }, measure: outside(0.05, 0.95) },
  {
    options: { low: -0.9, high: 0.9 },
    data: { dimensions: 6, range: [-4, 4] },
    network: { hidden: [4, 5], activation: 'tanh' },
    measure: outside(-0.9, 0.9),
  },
])

it('refuses thresholds in the wrong order, at its place', () => {
  const host = new PluginHost([metrics])
  expect(() => host.complete(METRIC, { use: 'saturation', low: 0.5, high: 0.4 })).toThrow(HourglassError)
})
