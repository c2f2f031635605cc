import { type MetricReference, testMetric } from '@hourglass/testing'
import { slice, zerosLike } from '@tensorflow/tfjs-core'

import metrics from './index.js'
import { codesOf, eigenvaluesOfTwo, meanOf } from './reference-means.fixture.js'

/** E[(h_j − μ_j)(h_k − μ_k)]. */
function covariance(codes: readonly Float64Array[], j: number, k: number): number {
  const mean = (unit: number): number => meanOf(codes, (h) => h[unit]!)
  const [muJ, muK] = [mean(j), mean(k)]
  return meanOf(codes, (h) => (h[j]! - muJ) * (h[k]! - muK))
}

/** (tr C)²/‖C‖²_F, which needs no eigenvalues. */
function participationRatio(given: MetricReference, units: number): number {
  const codes = codesOf(given)
  let [trace, squares] = [0, 0]
  for (let j = 0; j < units; j++)
    for (let k = 0; k < units; k++) {
      const entry = covariance(codes, j, k)
      squares += entry ** 2
      if (j === k) trace += entry
    }
  return trace ** 2 / squares
}

function sharesOfTwo(given: MetricReference): [number, number] {
  const codes = codesOf(given)
  const [first, second] = eigenvaluesOfTwo(covariance(codes, 0, 0), covariance(codes, 0, 1), covariance(codes, 1, 1))
  return [first / (first + second), 1]
}

testMetric(metrics, 'code-dimension', [
  { measure: (given) => ({ 'code-dimension': participationRatio(given, 3) }) },
  {
    network: { hidden: [4, 2], activation: 'tanh' },
    measure: (given) => ({
      'code-dimension': participationRatio(given, 2),
      'code-components': sharesOfTwo(given)[0] >= 0.95 ? 1 : 2,
    }),
    curves: (given) => ({ 'code-components': sharesOfTwo(given) }),
  },
  { options: { share: 0.3 }, measure: () => ({ 'code-components': 1 }) },
  { options: { share: 1 }, measure: () => ({ 'code-components': 3 }) },
  {
    // Collapsed: every code is 0.
    model: () => ({
      ...{ codeDimensions: 6, encoderLayers: [], init: () => ({}) },
      encode: (_, x) => zerosLike(x),
      decode: (_, h) => h,
    }),
    measure: () => ({ 'code-dimension': 0, 'code-components': 0 }),
    curves: () => ({ 'code-components': [0, 0, 0, 0, 0, 0] }),
  },
  {
    // A small spread far from 0: what Σhhᵀ − nμμᵀ in float32 would lose.
    data: { dimensions: 2, range: [1000, 1001] },
    model: () => ({
      ...{ codeDimensions: 1, encoderLayers: [], init: () => ({}) },
      encode: (_, x) => slice(x, [0, 0], [-1, 1]),
      decode: (_, h) => h,
    }),
    measure: () => ({ 'code-dimension': 1, 'code-components': 1 }),
  },
])
