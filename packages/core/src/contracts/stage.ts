import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import type { Autoencoder, Params } from './autoencoder.js'
import type { Dataset, SplitName } from './dataset.js'
import type { Engine } from './engine.js'
import type { Measurement } from './measurement.js'
import type { NoiseModel, NoiseUse } from './noise-model.js'
import type { OutputDistribution } from './output-distribution.js'
import type { Regularizer } from './regularizer.js'
import type { Checkpoint, Snapshot } from './snapshot.js'

export interface WeightedRegularizer {
  readonly name: string
  readonly weight: number
  readonly regularizer: Regularizer
}

/** Everything of an experiment but its stages, created and ready. */
export interface Subject {
  readonly engine: Engine
  readonly dataset: Dataset
  readonly model: Autoencoder
  readonly loss: OutputDistribution
  /** Absent: no corruption, x̃ = x. */
  readonly noise?: NoiseModel | undefined
  readonly noiseUse: NoiseUse
  readonly regularizers: readonly WeightedRegularizer[]
}

/** What is known of a run before it trains. */
export interface Prospect extends Subject {
  /** Names of the parameters that there will be: the model's, and those that the stages before add. */
  readonly parameters: ReadonlySet<string>
}

export interface StageContext extends Subject {
  /** Still owned by the caller; a stage returns new ones. */
  readonly params: Params
  /** This stage's own stream. */
  readonly key: Key
  /** Aborted by Ctrl-C: the stage stops at the next batch and throws the signal's reason. */
  readonly signal: AbortSignal
  /**
   * What a checkpoint of this very stage took, in another process perhaps: the stage goes on from there, to the bits and
   * the progress of one that was left alone. `params` are still those that it began with. Its tensors stay the caller's.
   */
  readonly resume?: Snapshot
}

/** Within an epoch; for a progress bar. */
export interface StepProgress {
  readonly kind: 'step'
  /** Of a stage that trains one thing after another, which: `layer 2 of 3`. Epochs count from 1 in each. */
  readonly part?: string
  readonly epoch: number
  readonly epochs: number
  readonly step: number
  readonly stepsPerEpoch: number
  readonly examplesPerSecond: number
  /** Means since the epoch began; absent between two host reads. */
  readonly terms?: Readonly<Record<string, number>>
}

/** One finished epoch; one line of `metrics.jsonl`. */
export interface EpochProgress {
  readonly kind: 'epoch'
  /** As in `StepProgress`. */
  readonly part?: string
  readonly epoch: number
  readonly epochs: number
  /** Mean over the epoch's examples: `objective` and its parts. */
  readonly train: Readonly<Record<string, number>>
  /** The same on validation, with a key of its own that is the same every epoch. */
  readonly validation?: Readonly<Record<string, number>>
  readonly examplesPerSecond: number
  readonly seconds: number
}

/** Something worth a line: early stopping, a restored best epoch, …. */
export interface NoteProgress {
  readonly kind: 'note'
  readonly message: string
}

/** What was measured between two stages. */
export interface MeasuredProgress {
  readonly kind: 'measured'
  /** What the model is at this point, e.g. `pretrained`. */
  readonly label: string
  readonly split: SplitName
  readonly measurements: readonly Measurement[]
}

export type Progress = StepProgress | EpochProgress | NoteProgress | MeasuredProgress

/** What a stage yields: its progress, and where it could be taken up again. */
export type StageEvent = Progress | Checkpoint

/**
 * One part of an experiment. Yields its progress, returns the parameters it arrived at. One that takes more than seconds
 * yields a checkpoint after every step, which costs nothing until it is taken.
 */
export interface Stage {
  /** Names of parameters that it adds to the model's, e.g. `readout.W`. */
  readonly adds?: readonly string[]
  /** It learns from labels: a control without pretraining runs these stages alone. */
  readonly supervised?: boolean
  /**
   * Refuses, before anything is trained, an experiment that it could do nothing with. A place among the stage's own options
   * begins with a dot, `.layers[1]`; others are the experiment's, `dataset`.
   *
   * @throws HourglassError
   */
  check?(prospect: Prospect): void
  run(context: StageContext): AsyncGenerator<StageEvent, Params, void>
}

export const STAGE = defineExtensionPoint({ id: 'stage', contract: contractOf<Stage>() })
