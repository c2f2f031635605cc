import { type MetricReference, testMetric } from '@hourglass/testing'

import metrics from './index.js'
import { meanOf, spread, squaredNorm } from './reference-means.fixture.js'

function norms({ network, params, data }: MetricReference, rows: readonly Float64Array[], units: number) {
  const squared = (x: Float64Array): number => squaredNorm(network.jacobian(params, x))
  return {
    'jacobian-norm': meanOf(rows, (x) => Math.sqrt(squared(x))),
    'jacobian-squared-norm': meanOf(rows, squared),
    'jacobian-mean-squared-entry': meanOf(rows, squared) / (units * data.dimensions),
  }
}

testMetric(metrics, 'jacobian-norm', [
  { measure: (given) => norms(given, given.rows, 3) },
  { network: { hidden: [8], activation: 'tanh' }, measure: (given) => norms(given, given.rows, 8) },
  { options: { examples: 100 }, measure: (given) => norms(given, spread(given.rows, 100), 3) },
  {
    // Several layers: by products with the identity, on fewer examples.
    network: { hidden: [5, 4, 2], activation: 'sigmoid' },
    measure: (given) => norms(given, spread(given.rows, 200), 2),
  },
  {
    network: { hidden: [3, 7], activation: 'tanh' },
    options: { examples: 2000 },
    examples: 40,
    measure: (given) => norms(given, given.rows, 7),
  },
])
