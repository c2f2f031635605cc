import type { DataSpec, Engine, OutputDistribution } from '@hourglass/core'
import {
  add,
  cast,
  clipByValue,
  concat,
  exp,
  fill,
  less,
  log,
  mul,
  sigmoid,
  slice,
  softplus,
  square,
  sub,
  sum,
} from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import { gaussianOutput } from './gaussian-output.js'

/** y_i ~ Bernoulli(σ(θ_i)): a support with edges, beyond which there is no value. */
function bernoulliOutput({ random }: Engine): OutputDistribution {
  const nllPerDimension = (y: Tensor2D, theta: Tensor2D): Tensor2D => sub(softplus(theta), mul(y, theta))
  return {
    support: [0, 1],
    parametersPerDimension: 1,
    nllPerDimension,
    nll: (y, theta) => sum(nllPerDimension(y, theta), 1),
    mean: (theta) => sigmoid(theta),
    sample: (theta, key) => cast(less(random.uniform(key, theta.shape), sigmoid(theta)), 'float32'),
    parametersFromMean: (mean, margin = 1e-6) => {
      const p = clipByValue(mean, margin, 1 - margin)
      return sub(log(p), log(sub(1, p)))
    },
  }
}

/** y_i ~ N(μ_i, e^{2s_i}), θ = [μ | s]: a scale that is learned, and two parameters a dimension. */
function scaledOutput({ random }: Engine): OutputDistribution {
  const part = (theta: Tensor2D, which: number): Tensor2D => {
    const d = theta.shape[1] / 2
    return slice(theta, [0, which * d], [-1, d])
  }
  const nllPerDimension = (y: Tensor2D, theta: Tensor2D): Tensor2D => {
    const s = part(theta, 1)
    const z = square(mul(sub(y, part(theta, 0)), exp(mul(s, -1))))
    return add(add(mul(z, 0.5), s), 0.5 * Math.log(2 * Math.PI))
  }
  return {
    support: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    parametersPerDimension: 2,
    nllPerDimension,
    nll: (y, theta) => sum(nllPerDimension(y, theta), 1),
    mean: (theta) => part(theta, 0),
    sample: (theta, key) => {
      const mean = part(theta, 0)
      return add(mean, mul(exp(part(theta, 1)), random.normal(key, mean.shape)))
    },
    parametersFromMean: (mean, margin = 1) => concat([mean, fill(mean.shape, Math.log(margin))], 1),
  }
}

/** The losses under which a baseline is measured; the Bernoulli one where the data are in its support. */
export function baselineOutputs({
  range: [low, high],
}: DataSpec): Readonly<Record<string, (engine: Engine) => OutputDistribution>> {
  const unbounded = { 'N(θ, 1)': gaussianOutput, 'N(μ, σ²)': scaledOutput }
  return low >= 0 && high <= 1 ? { ...unbounded, 'Bernoulli(σ(θ))': bernoulliOutput } : unbounded
}
