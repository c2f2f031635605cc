import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import type { Autoencoder, ModelCapability, Params } from './autoencoder.js'
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
  /** What the number sums up, drawn in the report: a spectrum, a ratio against a distance. */
  readonly curve?: Curve
}

/** y against x, as many of the one as of the other, all finite, x ascending. */
export interface Curve {
  readonly x: { readonly label: string; readonly values: readonly number[] }
  readonly y: { readonly label: string; readonly values: readonly number[] }
}

export interface Metric {
  /** What it needs of the model; an experiment whose model lacks it is refused before training. */
  readonly requires?: readonly ModelCapability[]
  /** Measures the encoder itself (its codes, its Jacobian), so that it says nothing of a baseline without one. */
  readonly needsEncoder?: boolean
  /** Refuses, before training, a model of which it could measure nothing. @throws HourglassError */
  check?(model: Autoencoder): void
  measure(context: MetricContext): Promise<readonly Measurement[]>
}

export const METRIC = defineExtensionPoint({ id: 'metric', contract: contractOf<Metric>() })
