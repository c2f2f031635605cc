import { type MetricReference, testMetric } from '@hourglass/testing'

import metrics from './index.js'
import { eigenvaluesOfTwo, meanOf, spread } from './reference-means.fixture.js'

/** σ_1 and σ_2 of J of two rows, by the quadratic formula for JJᵀ. */
function twoSingularValues({ network, params }: MetricReference, x: Float64Array): [number, number] {
  const [u, v] = network.jacobian(params, x) as [Float64Array, Float64Array]
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  const [first, second] = eigenvaluesOfTwo(dot(u, u), dot(u, v), dot(v, v))
  return [Math.sqrt(first), Math.sqrt(second)]
}

function effectiveRank([first, second]: [number, number]): number {
  const p = first / (first + second)
  return Math.exp(-p * Math.log(p) - (1 - p) * Math.log(1 - p))
}

const twoRows = (count: number) => ({
  measure: (given: MetricReference) => ({
    'jacobian-effective-rank': meanOf(spread(given.rows, count), (x) => effectiveRank(twoSingularValues(given, x))),
    'jacobian-largest-singular-value': meanOf(spread(given.rows, count), (x) => twoSingularValues(given, x)[0]),
  }),
  curves: (given: MetricReference) => ({
    'jacobian-effective-rank': [0, 1].map((i) =>
      meanOf(spread(given.rows, count), (x) => twoSingularValues(given, x)[i]!),
    ),
  }),
})

testMetric(metrics, 'singular-values', [
  { network: { hidden: [2], activation: 'sigmoid' }, ...twoRows(5) },
  { network: { hidden: [5, 2], activation: 'tanh' }, options: { examples: 50 }, ...twoRows(50) },
  {
    // More units than inputs: one input, so that J is a column and σ_1 its length.
    data: { dimensions: 1, range: [-1, 1] },
    network: { hidden: [4], activation: 'tanh' },
    measure: ({ network, params, rows }) => ({
      'jacobian-effective-rank': 1,
      'jacobian-largest-singular-value': meanOf(spread(rows, 5), (x) =>
        Math.hypot(...network.jacobian(params, x).map(([slope]) => slope!)),
      ),
    }),
  },
])
