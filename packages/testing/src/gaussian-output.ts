import type { Engine, OutputDistribution } from '@hourglass/core'
import { add, mul, square, squaredDifference, sub, sum } from '@tensorflow/tfjs-core'

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI)

/** N(θ, I): the distribution that suites take where it does not matter which. −log p = ½(y − θ)² + ½ log 2π. */
export function gaussianOutput({ random }: Engine): OutputDistribution {
  const nllPerDimension: OutputDistribution['nllPerDimension'] = (y, theta) =>
    add(mul(square(sub(y, theta)), 0.5), HALF_LOG_TWO_PI)
  return {
    support: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    parametersPerDimension: 1,
    nllPerDimension,
    nll: (y, theta) => add(mul(sum(squaredDifference(y, theta), 1), 0.5), HALF_LOG_TWO_PI * theta.shape[1]),
    mean: (theta) => add(theta, 0),
    sample: (theta, key) => add(theta, random.normal(key, theta.shape)),
    parametersFromMean: (mean) => add(mean, 0),
  }
}
