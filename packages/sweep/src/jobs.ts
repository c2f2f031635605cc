import { type Change, wholePartsFirst } from './change.js'
import type { Cell } from './cells.js'

/** One experiment to be trained with one seed. */
export interface Job {
  readonly cell: Cell
  readonly seed: number
  /** All that is changed of what the row starts from, in order; the seed apart. */
  readonly changes: readonly Change[]
  /** The number of the trial whose choice it has; absent: nothing was searched, or was found earlier. */
  readonly trial?: number | undefined
}

/** What can be run of a cell before anything is known: its seeds, or the trials of its search. */
export function firstJobs(cell: Cell): readonly Job[] {
  const { search } = cell
  if (search === undefined) return cell.seeds.map((seed) => job(cell, seed, []))
  if (search.chosen !== undefined) return cell.seeds.map((seed) => job(cell, seed, search.chosen!))
  return search.trials.flatMap(({ number }) => search.seeds.map((seed) => trialJob(cell, number, seed)))
}

/** All seeds with the choice of one trial. */
export function jobsOfTrial(cell: Cell, number: number): readonly Job[] {
  return cell.seeds.map((seed) => trialJob(cell, number, seed))
}

function trialJob(cell: Cell, number: number, seed: number): Job {
  const trial = cell.search!.trials.find((one) => one.number === number)!
  return { ...job(cell, seed, trial.changes), trial: number }
}

function job(cell: Cell, seed: number, choice: readonly Change[]): Job {
  return { cell, seed, changes: [...cell.changes, ...wholePartsFirst(choice)] }
}
