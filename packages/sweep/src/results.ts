import type { Measurement } from '@hourglass/core'

import type { SelectRow } from './row.js'
import type { Score } from './validation-score.js'

export type Settings = Readonly<Record<string, unknown>>

export type Measured = Pick<Measurement, 'name' | 'label' | 'unit' | 'better'> & {
  /** `null`: not finite. */
  readonly value: number | null
}

/** What was measured of the model, or of a baseline beside it. */
export interface ResultLine {
  readonly label: string
  readonly baseline?: boolean
  readonly measurements: readonly Measured[]
}

export type JobState = 'finished' | 'failed' | 'running' | 'unfinished'

/** What came of one job. */
export interface JobRecord {
  /** The content hash of its experiment. */
  readonly id: string
  readonly cell: number
  readonly seed: number
  readonly trial?: number
  readonly state: JobState
  /** The name of its run's folder. */
  readonly run: string
  readonly error?: string
  /** On validation, of a trial. */
  readonly score?: Score
  /** The model first. Of a trial that was not chosen, none: what it came to on test decides nothing. */
  readonly lines?: readonly ResultLine[]
  readonly seconds?: number
  readonly finishedAt?: string
  readonly engine?: string
  readonly hourglass?: { readonly version?: string; readonly commit?: string }
  /** SHA-256 of the final weights. */
  readonly weights?: string
  /** SHA-256 by name of what the examples were made from. */
  readonly data?: Readonly<Record<string, string>>
}

export interface CellRecord {
  readonly place: number
  readonly row?: string
  /** What tells it from the other cells of its row. */
  readonly settings: Settings
  readonly seeds: readonly number[]
  readonly published?: Readonly<Record<string, number>>
  readonly search?: {
    readonly trials: readonly { readonly number: number; readonly settings: Settings }[]
    readonly seeds: readonly number[]
    readonly by?: SelectRow['by']
    /** By an earlier search. */
    readonly chosen?: Settings
  }
}

/** `results.json`. */
export interface SweepResults {
  readonly name: string
  readonly description?: string
  readonly source?: string
  /** Of all that is to be trained: only results of the same sweep can be merged. */
  readonly hash: string
  readonly columns?: readonly string[]
  readonly cells: readonly CellRecord[]
  /** In the order of the cells, the trials, the seeds. */
  readonly jobs: readonly JobRecord[]
}
