import type { Engine, Experiment, PluginHost, Progress } from '@hourglass/core'
import type { EngineSettings } from '@hourglass/engine'

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
}
