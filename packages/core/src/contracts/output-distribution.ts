import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'

import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import { defineService } from '../service.js'

/** A loss is a distribution p(y | θ): training minimises −log p(x | θ(x̃)), in nats, constants included. */
export interface OutputDistribution {
  /** Values that p gives probability to, e.g. [0, 1]; checked against the data set before training. */
  readonly support: readonly [low: number, high: number]
  /** p, the numbers of θ for each dimension of y; θ is p blocks of d numbers, [θ⁽¹⁾ | θ⁽²⁾ | …]. */
  readonly parametersPerDimension: number
  /** −log p(y | θ) per example, summed over dimensions, in nats: ([batch, d], [batch, d·p]) → [batch]. Differentiable in θ; y needs no gradient. */
  nll(y: Tensor2D, theta: Tensor2D): Tensor1D
  /** The summands of `nll`, [batch, d]; absent where p(y | θ) does not factorise: such a loss takes no emphasis. */
  nllPerDimension?(y: Tensor2D, theta: Tensor2D): Tensor2D
  /** E[y | θ], [batch, d]. */
  mean(theta: Tensor2D): Tensor2D
  /** y ~ p(· | θ), [batch, d]; a constant to the gradient. */
  sample(theta: Tensor2D, key: Key): Tensor2D
  /** H[p(· | θ)] = E[−log p(y | θ)] per example in nats, [batch]; absent where there is no closed form. */
  entropy?(theta: Tensor2D): Tensor1D
  /**
   * θ with the given mean, the inverse of `mean`. `margin` is how uncertain to be of that mean: inside a bounded support
   * the mean keeps this distance from the edges (of a half-bounded one from its end); a distribution with a learned scale takes it as its scale.
   */
  parametersFromMean(mean: Tensor2D, margin?: number): Tensor2D
}

export const LOSS = defineExtensionPoint({ id: 'loss', contract: contractOf<OutputDistribution>() })

/** The loss that the model being created feeds: how many numbers its decoder owes for each dimension, and of what kind. */
export const OUTPUT_DISTRIBUTION = defineService<OutputDistribution>('output-distribution')
