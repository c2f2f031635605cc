import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import type { ModelCapability, Params } from './autoencoder.js'
import type { Split } from './dataset.js'
import type { Measurement } from './measurement.js'
import type { Prospect, Subject } from './stage.js'

export interface MetricContext extends Subject {
  readonly params: Params
  /** What to measure on. */
  readonly split: Split
  /** For what is random in a measurement: the same every time. */
  readonly key: Key
  /** Of a baseline without an encoder: what it says of each example of `split`, the kind that the metric `judges`. */
  readonly predictions?: Predictions
}

/** The class, or the cluster, of each example of a split. */
export type Predictions = ArrayLike<number>

/** What a baseline says of an example. */
export type PredictionKind = 'classes' | 'clusters'

export interface Metric {
  /** What it needs of the model; an experiment whose model lacks it is refused before training. */
  readonly requires?: readonly ModelCapability[]
  /** Measures the encoder itself (its codes, its Jacobian), so that it says nothing of a baseline without one. */
  readonly needsEncoder?: boolean
  /**
   * It measures classes or clusters, whoever says them: the encoder with what a stage added to it, or, in `predictions`
   * of the context, a baseline.
   */
  readonly judges?: PredictionKind
  /** Refuses, before training, an experiment of which it could measure nothing. @throws HourglassError */
  check?(prospect: Prospect): void
  measure(context: MetricContext): Promise<readonly Measurement[]>
}

export const METRIC = defineExtensionPoint({ id: 'metric', contract: contractOf<Metric>() })
