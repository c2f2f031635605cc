import { mean } from './mean-and-deviation.js'
import type { CellRecord, JobRecord, Settings } from './results.js'
import { compareScores, type Score } from './validation-score.js'

/** All that selecting is given of a run: how it ended, and its score on validation. */
export interface TrialRun extends Pick<JobRecord, 'cell' | 'trial' | 'seed' | 'state' | 'score'> {
  /** A record with numbers of the test set is not taken; `trialRuns` makes records without. */
  readonly lines?: never
}

export function trialRuns(jobs: readonly JobRecord[]): readonly TrialRun[] {
  return jobs.map(({ cell, trial, seed, state, score }) => ({
    cell,
    seed,
    state,
    ...(trial !== undefined && { trial }),
    ...(score && { score }),
  }))
}

/** A trial, and what it came to on validation. */
export interface ScoredTrial {
  readonly number: number
  readonly settings: Settings
  /** Whether all its runs have ended. */
  readonly ended: boolean
  /** The mean over its seeds; absent where a run failed, or came to no finite number. */
  readonly score?: Score
}

/** The trials of a cell's search, in their order; none where nothing is searched. */
export function scoredTrials({ place, search }: CellRecord, runs: readonly TrialRun[]): readonly ScoredTrial[] {
  return (search?.trials ?? []).map(({ number, settings }) => {
    const own = search!.seeds.map((seed) =>
      runs.find((run) => run.cell === place && run.trial === number && run.seed === seed),
    )
    const ended = own.every((run) => run?.state === 'finished' || run?.state === 'failed')
    const score = meanScore(own.map((run) => run?.score))
    return { number, settings, ended, ...(score && { score }) }
  })
}

/**
 * The number of the trial of the least score, of equals the first; `undefined` as long as a trial has not ended, and where
 * none has a score.
 */
export function chooseTrial(trials: readonly ScoredTrial[]): number | undefined {
  return trials.every(({ ended }) => ended)
    ? bestFirst(trials).find(({ score }) => score !== undefined)?.number
    : undefined
}

/** Those without a score last. */
export function bestFirst(trials: readonly ScoredTrial[]): readonly ScoredTrial[] {
  return trials.toSorted((a, b) => {
    if (a.score === undefined || b.score === undefined)
      return Number(a.score === undefined) - Number(b.score === undefined)
    return compareScores(a.score, b.score) || a.number - b.number
  })
}

function meanScore(scores: readonly (Score | undefined)[]): Score | undefined {
  const all = scores.flatMap((score) => (score === undefined ? [] : [score]))
  if (all.length === 0 || all.length < scores.length) return undefined
  return all[0]!.map((_, place) => mean(all.map((score) => score[place]!)))
}
