import type { Engine, Experiment, PluginHost, Progress } from '@hourglass/core'
import type { EngineSettings } from '@hourglass/engine'

import type { CheckpointPolicy } from './checkpoint-policy.js'
import type { Checkpoints, RestoredPoint } from './checkpoints.js'
import type { EngineWarnings } from './engine-warnings.js'
import type { RunDirectory } from './run-directory.js'
import type { PluginFile } from './run-id.js'

export interface RunObserver {
  message(text: string): void
  startStage(name: string): void
  progress(progress: Progress): void
}

export interface RunRequest {
  readonly experiment: Experiment
  readonly host: PluginHost
  readonly engine: Engine
  /** What the engine was asked for; recorded. */
  readonly settings?: EngineSettings
  /** The engine's: they reach the observer, and the run's notes. */
  readonly warnings?: EngineWarnings
  readonly plugins: readonly PluginFile[]
  readonly id: string
  readonly directory: RunDirectory
  readonly observer: RunObserver
  readonly signal: AbortSignal
  /** When to write checkpoints; absent: as `CHECKPOINTS` says. */
  readonly checkpoints?: CheckpointPolicy
  /** `never`: from the beginning; `require`: an error where there is no checkpoint to go on from. Default: if there is one. */
  readonly resume?: 'never' | 'require'
}

/** A run under way: its checkpoints, and the one it goes on from. */
export interface RunUnderWay extends RunRequest {
  readonly store: Checkpoints
  readonly from: RestoredPoint | undefined
}
