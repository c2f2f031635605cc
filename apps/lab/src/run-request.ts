import type { Engine, Experiment, PluginHost, Progress } from '@hourglass/core'

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
  readonly plugins: readonly PluginFile[]
  readonly id: string
  readonly directory: RunDirectory
  readonly observer: RunObserver
  readonly signal: AbortSignal
}
