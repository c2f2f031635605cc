import type { LearningRule, ObjectiveValue, Params, Random } from '@hourglass/core'
import { div, matMul, mean, type Scalar, sigmoid, sub, type Tensor2D } from '@tensorflow/tfjs-core'

import {
  hiddenLogits,
  hiddenProbabilities,
  RBM_NAMES,
  rbmFreeEnergy,
  rbmWeights,
  visibleParameters,
} from './boltzmann-machine.js'
import { gibbsChain } from './gibbs-chain.js'
import type { VisibleUnits } from './visible-units.js'

export interface ContrastiveDivergenceOptions {
  /** k, steps of Gibbs sampling for each gradient. */
  readonly steps: number
  /** The chains go on from batch to batch (PCD) instead of beginning at the data (CD). */
  readonly persistent: boolean
  /** Fantasy particles of PCD; of CD there are as many as examples. */
  readonly chains: number
  /** Draw the visible units of the chain; false: use their means. */
  readonly sampleVisible: boolean
}

/** The name of PCD's state, [chains, d_x]. */
const CHAINS = 'chains'

/**
 * Contrastive divergence, CD-k or PCD-k. The gradient of −log p(x) = F(x) + log Z, averaged over the batch, is
 *
 *   ⟨∂F/∂w⟩ over the data − ⟨∂F/∂w⟩ over the model,   ∂F/∂W = −v·p(h | v)ᵀ, ∂F/∂b = −p(h | v), ∂F/∂c = ∂U/∂c,
 *
 * with fantasies in the place of the model: what k steps of Gibbs sampling make of the data itself (CD-k, biased), or
 * of chains that go on from batch to batch (PCD-k). Hidden units are drawn within the chain and stand with their
 * probabilities in both statistics, which has the same expectation and less variance (Hinton 2010, §3.1–3.3).
 *
 * What is told, in learning as in evaluating, on the batch and without drawing:
 *   `reconstruction`  −log p(x | h) at h = p(h | x), the value. The rule does not minimise it; it falls all the same.
 *   `free-energy`     F(x). Its level moves with log Z, but where training's falls away from validation's, the machine
 *                     overfits (Hinton 2010, §6).
 *
 * Source: Hinton 2002, §2–3; persistent chains: Tieleman 2008, §2.
 */
export function contrastiveDivergence(
  options: ContrastiveDivergenceOptions,
  dimensions: number,
  units: VisibleUnits,
  random: Random,
): LearningRule {
  const { steps, persistent, sampleVisible } = options
  const measure = (params: Params, x: Tensor2D, logits: Tensor2D): ObjectiveValue => {
    const theta = visibleParameters(params, sigmoid(logits), units)
    const reconstruction = mean(units.nll(x, theta)) as Scalar
    const freeEnergy = mean(rbmFreeEnergy(params, x, units, logits)) as Scalar
    return { value: reconstruction, terms: { reconstruction, 'free-energy': freeEnergy } }
  }
  const rule: LearningRule = {
    evaluate: (params, x) => measure(params, x, hiddenLogits(params, x)),
    learn(params, x, key, state) {
      const from = persistent ? (state[CHAINS] as Tensor2D) : x
      const fantasies = gibbsChain(params, { from, steps, key, sampleVisible }, units, random).v
      const logits = hiddenLogits(params, x)
      const data = statistics(params, x, sigmoid(logits), units)
      const model = statistics(params, fantasies, hiddenProbabilities(params, fantasies), units)
      const next: Params = persistent ? { [CHAINS]: fantasies } : {}
      return { ...measure(params, x, logits), gradients: difference(model, data), state: next }
    },
  }
  return persistent ? { ...rule, start: (key) => ({ [CHAINS]: units.start(options.chains, dimensions, key) }) } : rule
}

/** −∂F/∂w averaged over the rows of v, h = p(h | v). */
function statistics(params: Params, v: Tensor2D, h: Tensor2D, units: VisibleUnits): Params {
  return {
    [RBM_NAMES.W]: div(matMul(v, h, true, false), v.shape[0]),
    [RBM_NAMES.b]: mean(h, 0),
    [RBM_NAMES.c]: mean(units.biasStatistic(v, rbmWeights(params).c), 0),
  }
}

function difference(of: Params, and: Params): Params {
  return Object.fromEntries(Object.entries(of).map(([name, values]) => [name, sub(values, and[name]!)]))
}
