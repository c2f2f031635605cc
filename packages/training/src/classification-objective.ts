import type { Autoencoder, NoiseModel, Objective, Params, Random } from '@hourglass/core'
import {
  add,
  addN,
  argMax,
  cast,
  mean,
  mul,
  notEqual,
  oneHot,
  type Scalar,
  square,
  sum,
  type Tensor2D,
} from '@tensorflow/tfjs-core'

import { readOut, type ReadoutKind, READOUTS } from './readout.js'
import type { Given } from './supervised-rule.js'

export interface ClassificationParts {
  readonly model: Autoencoder
  readonly classes: number
  readonly readout: ReadoutKind
  /** λ. */
  readonly weightDecay: number
  /** Corrupts what is encoded; absent: nothing does. */
  readonly noise?: NoiseModel | undefined
  readonly random: Random
}

/**
 * The objective of a classifier on top of an encoder, averaged over the batch, in nats:
 *
 *   J(params) = −log p(label | h(x̃)) + λ·½ Σ_W ‖W‖²,
 *
 * over the weights that are learned: parameters of rank 2 or more; fixed ones and biases cost nothing. Terms
 * `cross-entropy`, `error` (the fraction of examples for which argmax θ is another class) and, where λ > 0,
 * `weight-decay`, ½ Σ_W ‖W‖². Source: Vincent et al. 2010, §3.5 (fine-tuning); Bishop 2006, §5.2.
 */
export function classificationObjective(parts: ClassificationParts): (given: Given) => Objective {
  const { model, classes, readout, weightDecay, noise, random } = parts
  return ({ labels, fixed }) =>
    (params, x, key) => {
      const all = { ...fixed, ...params }
      const xTilde = noise === undefined ? x : noise.corrupt(x, random.fold(key, 'noise'))
      const theta = readOut(all, model.encode(all, xTilde))
      const target = cast(oneHot(labels, classes), 'float32') as Tensor2D
      const crossEntropy = mean(READOUTS[readout](theta, target)) as Scalar
      const error = mean(cast(notEqual(argMax(theta, 1), labels), 'float32')) as Scalar
      const terms = { 'cross-entropy': crossEntropy, error }
      if (weightDecay === 0) return { value: crossEntropy, terms }
      const decay = halfSquaredNorm(params)
      return { value: add(crossEntropy, mul(decay, weightDecay)), terms: { ...terms, 'weight-decay': decay } }
    }
}

function halfSquaredNorm(params: Params): Scalar {
  const weights = Object.values(params).filter(({ rank }) => rank >= 2)
  return mul(addN(weights.map((W) => sum(square(W)))), 0.5)
}
