import type { Tensor2D } from '@tensorflow/tfjs-core'

import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import type { Dataset } from './dataset.js'
import type { Engine } from './engine.js'
import type { OutputDistribution } from './output-distribution.js'

export interface BaselineContext {
  readonly engine: Engine
  readonly dataset: Dataset
  readonly loss: OutputDistribution
  /** d_h of the model it stands beside. */
  readonly codeDimensions: number
  readonly key: Key
}

/** A fitted comparison: reconstructs as an autoencoder does, and is measured by the same numbers. */
export interface Reconstructor {
  /** e.g. `PCA, 64 components`. */
  readonly label: string
  /** θ for each example, [batch, d_x] → [batch, d_x·p], p the loss's `parametersPerDimension`. */
  reconstruct(x: Tensor2D): Tensor2D
  dispose(): void
}

export interface Baseline {
  fit(context: BaselineContext): Promise<Reconstructor>
}

export const BASELINE = defineExtensionPoint({ id: 'baseline', contract: contractOf<Baseline>() })
