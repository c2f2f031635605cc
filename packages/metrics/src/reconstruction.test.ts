import type { Engine, OutputDistribution } from '@hourglass/core'
import { gaussianOutput, type MetricReference, testMetric } from '@hourglass/testing'
import { add, mul, sigmoid, softplus, sub, sum } from '@tensorflow/tfjs-core'

import metrics from './index.js'
import { meanOf } from './reference-means.fixture.js'

/** −log p = log(1 + e^θ) − xθ, E[y] = σ(θ); what else a distribution has is not asked for. */
function bernoulliOutput(engine: Engine): OutputDistribution {
  return {
    ...gaussianOutput(engine),
    nll: (x, theta) => sum(sub(softplus(theta), mul(x, theta)), 1),
    mean: (theta) => sigmoid(theta),
  }
}

/** Mean over examples and sum over dimensions of f(x_i, θ_i), θ from the input that `from` makes of x. */
function sumOver(
  { rows, network, params }: MetricReference,
  f: (x: number, theta: number) => number,
  from: (x: number) => number = (x) => x,
): number {
  return meanOf(rows, (x) => {
    const theta = network.decode(params, network.encode(params, x.map(from)))
    return x.reduce((total, value, i) => total + f(value, theta[i]!), 0)
  })
}

const squared = (x: number, mean: number): number => (x - mean) ** 2
const gaussian = (x: number, theta: number): number => squared(x, theta) / 2 + Math.log(2 * Math.PI) / 2
const logistic = (a: number): number => 1 / (1 + Math.exp(-a))

testMetric(metrics, 'reconstruction', [
  {
    measure: (given) => ({ nll: sumOver(given, gaussian), 'squared-error': sumOver(given, squared) }),
  },
  {
    network: { hidden: [4, 2], activation: 'tanh' },
    output: bernoulliOutput,
    measure: (given) => ({
      nll: sumOver(given, (x, theta) => -x * Math.log(logistic(theta)) - (1 - x) * Math.log(1 - logistic(theta))),
      'squared-error': sumOver(given, (x, theta) => squared(x, logistic(theta))),
    }),
  },
  {
    // A noise that can be computed: against the clean x, from 1 − x.
    noise: () => ({ corrupt: (x) => sub(1, x) }),
    measure: (given) => ({
      nll: sumOver(given, gaussian),
      'squared-error': sumOver(given, squared),
      'nll-corrupted': sumOver(given, gaussian, (x) => 1 - x),
      'squared-error-corrupted': sumOver(given, squared, (x) => 1 - x),
    }),
  },
  {
    noise: ({ random }) => ({ corrupt: (x, key) => add(x, random.normal(key, x.shape)) }),
    random: ['nll-corrupted', 'squared-error-corrupted'],
    measure: (given) => ({ nll: sumOver(given, gaussian) }),
  },
])
