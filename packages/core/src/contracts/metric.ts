import { defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import type { Params } from './autoencoder.js'
import type { Split } from './dataset.js'
import type { Subject } from './stage.js'

export interface MetricContext extends Subject {
  readonly params: Params
  /** What to measure on. */
  readonly split: Split
  /** For what is random in a measurement: the same every time. */
  readonly key: Key
}

/** One number of a result. */
export interface Measurement {
  /** e.g. `nll`, unique within the metric's result. */
  readonly name: string
  readonly label: string
  readonly value: number
  readonly unit: string
  readonly better: 'lower' | 'higher' | 'neither'
}

export interface Metric {
  /** Measures the encoder itself (its codes, its Jacobian), so that it says nothing of a baseline without one. */
  readonly needsEncoder?: boolean
  measure(context: MetricContext): Promise<readonly Measurement[]>
}

export const METRIC = defineExtensionPoint<Metric>('metric')
