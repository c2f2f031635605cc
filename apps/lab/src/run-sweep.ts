import { availableParallelism } from 'node:os'

import {
  chooseTrial,
  type Job,
  jobsOfTrial,
  scoredTrials,
  type Shard,
  type SweepResults,
  trialRuns,
  type Unit,
  unitsOf,
} from '@hourglass/sweep'

import type { EngineOptions } from './choose-engine.js'
import { jobRecord } from './job-record.js'
import { type JobEnd, runJobs } from './run-jobs.js'
import type { SweepJob } from './sweep-job.js'
import { collectResults } from './sweep-results.js'
import type { SweepPlan } from './sweep-plan.js'

export interface RunSweepOptions {
  readonly runs: string
  /** The sweep's own folder. */
  readonly out: string
  readonly engine: EngineOptions
  /** How many side by side. */
  readonly jobs: number
  readonly shard?: Shard | undefined
  readonly failFast?: boolean | undefined
  readonly retry?: boolean | undefined
  readonly signal: AbortSignal
  readonly tell: (line: string) => void
  /** What the runs say, where they run one after the other. */
  readonly onOutput?: ((text: string) => void) | undefined
}

/** Runs what is not finished of a sweep, or of one part of it; gives the results of all that is finished. */
export async function runSweep(plan: SweepPlan, options: RunSweepOptions): Promise<SweepResults> {
  const { runs, out, engine, jobs, shard, signal, tell } = options
  const own = unitsOf(plan.units, shard)
  const count = own.reduce((sum, unit) => sum + jobsIn(unit), 0)
  const decided = new Set<number>()
  const numbers = new Map<string, number>()
  const numberOf = ({ label }: SweepJob): string => {
    if (!numbers.has(label)) numbers.set(label, numbers.size + 1)
    return `[${numbers.get(label)}/${count}]`
  }
  const share = Math.max(1, Math.floor(availableParallelism() / jobs))
  const first = new Set(own.flatMap((unit) => unit.jobs))
  await runJobs(
    plan.first.filter(({ job }) => first.has(job)),
    {
      runs,
      out,
      engine,
      jobs,
      signal,
      failFast: options.failFast ?? false,
      retry: options.retry ?? false,
      threads: jobs > 1 && engine.threads === undefined && !process.env['HOURGLASS_THREADS'] ? share : undefined,
      onOutput: jobs === 1 ? options.onOutput : undefined,
      onStart: (job) => tell(`${numberOf(job)} ${job.label}: started (${job.run})`),
      onEnd: (job, end) => {
        const number = numberOf(job)
        if (end.kind !== 'finished-before') tell(`${number} ${job.label}: ${endText(job, end)}`)
      },
      next: ({ job }) => following(plan, job, decided, options),
    },
  )
  return collectResults(plan, out)
}

/** Trials and, of the one that will be chosen, the seeds that it was not tried with. */
function jobsIn({ cell, jobs }: Unit): number {
  const tried = cell.search?.chosen === undefined ? (cell.search?.seeds ?? cell.seeds) : cell.seeds
  return jobs.length + cell.seeds.filter((seed) => !tried.includes(seed)).length
}

/** When the last trial of a search has ended, its choice with every seed that it was not tried with. */
async function following(
  plan: SweepPlan,
  { cell, trial }: Job,
  decided: Set<number>,
  { out, tell }: RunSweepOptions,
): Promise<readonly SweepJob[]> {
  if (trial === undefined || decided.has(cell.place)) return []
  const records = plan.first.filter(({ job }) => job.cell.place === cell.place).map((job) => jobRecord(job, out))
  const trials = scoredTrials(plan.cells[cell.place]!, trialRuns(records))
  if (!trials.every(({ ended }) => ended)) return []
  decided.add(cell.place)
  const chosen = chooseTrial(trials)
  const found =
    chosen === undefined ? 'no trial came to a number on validation' : `trial ${chosen} is the best on validation`
  tell([cell.row, found].filter(Boolean).join(': '))
  const jobs = chosen === undefined ? [] : jobsOfTrial(cell, chosen)
  return Promise.all(jobs.filter(({ seed }) => !cell.search!.seeds.includes(seed)).map(plan.jobOf))
}

function endText({ directory }: SweepJob, end: Exclude<JobEnd, { kind: 'finished-before' }>): string {
  if (end.kind === 'finished') return `finished in ${end.seconds.toFixed(1)} s`
  if (end.kind === 'failed') return `failed: ${end.error}`
  if (end.kind === 'interrupted') return 'interrupted; the same command goes on from where it was'
  if (end.kind === 'failed-before') return 'failed earlier; --retry tries again'
  return `another process is at it: ${directory.path}`
}
