import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'

import { defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'

/** A loss is a distribution p(y | θ): training minimises −log p(x | θ(x̃)), in nats, constants included. */
export interface OutputDistribution {
  /** Values that p gives probability to, e.g. [0, 1]; checked against the data set before training. */
  readonly support: readonly [low: number, high: number]
  /** −log p(y | θ) per example, summed over dimensions, in nats: ([batch, d], [batch, d]) → [batch]. */
  nll(y: Tensor2D, theta: Tensor2D): Tensor1D
  /** E[y | θ], [batch, d]. */
  mean(theta: Tensor2D): Tensor2D
  /** y ~ p(· | θ), [batch, d]. */
  sample(theta: Tensor2D, key: Key): Tensor2D
  /** θ with the given mean, the inverse of `mean`; a mean closer than `margin` to the support's edge is moved inside. */
  parametersFromMean(mean: Tensor2D, margin?: number): Tensor2D
}

export const LOSS = defineExtensionPoint<OutputDistribution>('loss')
