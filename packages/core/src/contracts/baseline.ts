import type { Tensor2D } from '@tensorflow/tfjs-core'

import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import type { Params } from './autoencoder.js'
import type { Split } from './dataset.js'
import type { Predictions } from './metric.js'
import type { Stage, Subject } from './stage.js'

/** The experiment that it stands beside, trained. */
export interface BaselineContext extends Subject {
  /** Of the trained model; still the caller's. */
  readonly params: Params
  /** The experiment's stages, for a control that goes through some of them. */
  readonly stages: readonly { readonly name: string; readonly stage: Stage }[]
  readonly key: Key
  /** Aborted by Ctrl-C: fitting stops soon, and throws the signal's reason. */
  readonly signal: AbortSignal
  /** A line about how far fitting has come. */
  readonly tell: (message: string) => void
}

/** A fitted comparison. Whatever of the following it can do is measured by the same numbers as the model. */
export interface FittedBaseline {
  /** e.g. `PCA, 64 components`. */
  readonly label: string
  /** What a reader must know: chosen hyper-parameters, say. */
  readonly notes?: readonly string[]
  /** θ for each example, [batch, d_x] → [batch, d_x·p], p the loss's `parametersPerDimension`. */
  reconstruct?(x: Tensor2D): Tensor2D
  /** The class of each example, in order. */
  classify?(split: Split): Predictions
  /** The cluster of each example, in order. */
  cluster?(split: Split): Predictions
  dispose(): void
}

export interface Baseline {
  /** Refuses, before training, an experiment that it could do nothing with. @throws HourglassError */
  check?(subject: Subject & Pick<BaselineContext, 'stages'>): void
  fit(context: BaselineContext): Promise<FittedBaseline>
}

export const BASELINE = defineExtensionPoint({ id: 'baseline', contract: contractOf<Baseline>() })
