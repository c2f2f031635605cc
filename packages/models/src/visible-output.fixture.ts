import type { Engine, OutputDistribution } from '@hourglass/core'
import { gaussianOutput } from '@hourglass/testing'
import { add, mul, sigmoid, softplus, squaredDifference, sub, sum } from '@tensorflow/tfjs-core'

/** Bernoulli(σ(θ)), the loss of binary visible units; of what it needs not be, N(θ, I). */
export function bitsOutput(engine: Engine): OutputDistribution {
  return {
    ...gaussianOutput(engine),
    support: [0, 1],
    nll: (y, theta) => sum(sub(softplus(theta), mul(y, theta)), 1),
    nllPerDimension: (y, theta) => sub(softplus(theta), mul(y, theta)),
    mean: (theta) => sigmoid(theta),
  }
}

/** N(θ, σ²I), the loss of Gaussian visible units. */
export function realsOutput(sigma: number): (engine: Engine) => OutputDistribution {
  return (engine) => ({
    ...gaussianOutput(engine),
    nllPerDimension: (y, theta) =>
      add(mul(squaredDifference(y, theta), 0.5 / sigma ** 2), 0.5 * Math.log(2 * Math.PI * sigma ** 2)),
    nll: (y, theta) =>
      add(
        mul(sum(squaredDifference(y, theta), 1), 0.5 / sigma ** 2),
        0.5 * Math.log(2 * Math.PI * sigma ** 2) * theta.shape[1],
      ),
  })
}
