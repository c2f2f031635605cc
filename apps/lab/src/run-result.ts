import type { EngineFacts, EngineName, EpochProgress, Measurement, MeasuredProgress } from '@hourglass/core'
import type { EngineSettings } from '@hourglass/engine'
import type { ModelConfig } from '@hourglass/portable'

export interface ResultRow {
  readonly label: string
  readonly baseline?: boolean
  readonly measurements: readonly Measurement[]
}

export interface StageResult {
  readonly name: string
  readonly seconds: number
  readonly epochs: readonly EpochProgress[]
  readonly notes: readonly string[]
  /** Of a stage that measures; absent: none. */
  readonly measured?: readonly StageMeasurement[]
}

export type StageMeasurement = Omit<MeasuredProgress, 'kind'>

/** `result.json`. */
export interface RunResult {
  readonly id: string
  readonly name: string
  readonly engine: EngineName
  readonly engineDescription: string
  /** As they were asked for. */
  readonly engineSettings?: Pick<EngineSettings, 'compile' | 'precision' | 'threads'>
  /** How the machine ran it: threads and the like. */
  readonly machine?: EngineFacts
  readonly finishedAt: string
  /** What the examples are like. */
  readonly data: ModelConfig['data']
  /** The model first, then the baselines. On the test set. */
  readonly rows: readonly ResultRow[]
  readonly stages: readonly StageResult[]
  readonly weights: { readonly file: string; readonly sha256: string }
  readonly timings: readonly { readonly label: string; readonly seconds: number }[]
  readonly notes: readonly string[]
}
