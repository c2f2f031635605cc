import { type MetricReference, testMetric } from '@hourglass/testing'

import metrics from './index.js'
import { meanOf } from './reference-means.fixture.js'

const RADII = [0.05, 0.7, 5]
const ANGLES = 360

/** E over directions in the plane by the trapezium rule, which is exact to rounding for smooth periodic functions. */
function ratio({ network, params, rows }: MetricReference, r: number): number {
  return meanOf(rows, (x) => {
    const h = network.encode(params, x)
    let total = 0
    for (let k = 0; k < ANGLES; k++) {
      const angle = (2 * Math.PI * k) / ANGLES
      const neighbour = Float64Array.of(x[0]! + r * Math.cos(angle), x[1]! + r * Math.sin(angle))
      const distance = Math.hypot(...network.encode(params, neighbour).map((value, j) => value - h[j]!))
      total += distance / r / ANGLES
    }
    return total
  })
}

const plane = {
  data: { dimensions: 2, range: [0, 1] as const },
  random: ['contraction-ratio'],
  examples: 203,
  // 203·500 directions; ‖Ju‖ varies by less than half of its mean, so 4.5 standard errors are less than 0.7 %.
  tolerance: 0.007,
  measure: (given: MetricReference) => ({ 'contraction-ratio': ratio(given, RADII[0]!) }),
  curves: (given: MetricReference) => ({ 'contraction-ratio': RADII.map((r) => ratio(given, r)) }),
}

testMetric(metrics, 'contraction', [
  { ...plane, options: { radii: RADII.toReversed(), directions: 500 } },
  { ...plane, options: { radii: RADII, directions: 500 }, network: { hidden: [5, 3], activation: 'tanh' } },
  { random: ['contraction-ratio'] },
])
