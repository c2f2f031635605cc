import { existsSync, readFileSync } from 'node:fs'

import type { Experiment, Measurement } from '@hourglass/core'
import {
  type JobRecord,
  type Measured,
  type ResultLine,
  type ValidationHistory,
  validationScore,
} from '@hourglass/sweep'

import { failureOf } from './job-failure.js'
import { runOwner } from './run-lock.js'
import type { RunResult } from './run-result.js'
import type { SweepJob } from './sweep-job.js'

/** What a run's directory, and the sweep's folder where it failed, say of a job. */
export function jobRecord(sweepJob: SweepJob, out: string): JobRecord {
  const { job, id, run, directory } = sweepJob
  const known = {
    id,
    run,
    cell: job.cell.place,
    seed: job.seed,
    ...(job.trial !== undefined && { trial: job.trial }),
  }
  const result = directory.finished<RunResult>()
  if (result === undefined) {
    const failure = failureOf(out, run)
    if (failure !== undefined) return { ...known, state: 'failed', error: failure.error }
    return { ...known, state: runOwner(`${directory.path}.lock`) === undefined ? 'unfinished' : 'running' }
  }
  const { hourglass, dataset } = environmentOf(directory.file('environment.json'))
  const score = job.trial === undefined ? undefined : scoreOf(result, sweepJob)
  return {
    ...known,
    state: 'finished',
    ...(score && { score }),
    lines: linesOf(result),
    seconds: result.timings.reduce((sum, { seconds }) => sum + seconds, 0),
    finishedAt: result.finishedAt,
    engine: result.engineDescription,
    ...(hourglass && { hourglass }),
    weights: result.weights.sha256,
    ...(dataset?.sha256 && { data: dataset.sha256 }),
  }
}

/** Of a result, what selecting may see. */
function scoreOf({ stages }: RunResult, { experiment, job }: SweepJob) {
  const history: ValidationHistory = {
    stages: stages.map(({ epochs }, place) => ({
      keptBest: keepsBest(experiment.stages[place]),
      epochs: epochs.map(({ part, validation }) => ({ ...(part && { part }), ...(validation && { validation }) })),
    })),
  }
  return validationScore(history, job.cell.search?.by)
}

/** By the option that every stage with early stopping calls so. */
function keepsBest(stage: Experiment['stages'][number] | undefined): boolean {
  return (stage as { patience?: unknown } | undefined)?.patience !== undefined
}

/** The model, with what stages measured of it on the way; then the baselines. */
function linesOf({ rows, stages }: RunResult): ResultLine[] {
  const between = stages.flatMap(({ measured = [] }) =>
    measured.flatMap(({ label, split, measurements }) => {
      const at = split === 'test' ? label : `${label}, ${split}`
      return measurements.map((one) => ({
        ...asMeasured(one),
        name: `${at.replace(', ', '-')}/${one.name}`,
        label: `${at}: ${one.label}`,
      }))
    }),
  )
  return rows.map(({ label, baseline, measurements }) => ({
    label,
    ...(baseline && { baseline }),
    measurements: [...measurements.map(asMeasured), ...(baseline ? [] : between)],
  }))
}

function asMeasured({ name, label, unit, better, value }: Measurement): Measured {
  return { name, label, unit, better, value }
}

function environmentOf(file: string) {
  if (!existsSync(file)) return {}
  return JSON.parse(readFileSync(file, 'utf8')) as {
    hourglass?: { version?: string; commit?: string }
    dataset?: { sha256?: Record<string, string> }
  }
}
