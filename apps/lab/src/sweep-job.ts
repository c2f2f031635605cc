import type { Experiment } from '@hourglass/core'
import type { Job } from '@hourglass/sweep'

import type { RunDirectory } from './run-directory.js'

/** A job of a sweep as an experiment, and the run that it is. */
export interface SweepJob {
  readonly job: Job
  /** With every default written out. */
  readonly experiment: Experiment
  /** The content hash of the experiment: the same on every engine. */
  readonly id: string
  /** `<name>-<id of the run>`, as `hourglass run` names it. */
  readonly run: string
  readonly directory: RunDirectory
  /** For a reader: row, settings, seed. */
  readonly label: string
}
