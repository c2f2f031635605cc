import type { ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'

import { errorIn, failureOf, forgetFailure, keepFailure } from './job-failure.js'
import { type EndedJob, type JobSettings, startJob } from './job-process.js'
import { runOwner } from './run-lock.js'
import type { SweepJob } from './sweep-job.js'

export interface RunJobsOptions extends JobSettings {
  /** How many side by side. */
  readonly jobs: number
  /** Starts no more once one has failed. */
  readonly failFast: boolean
  /** Tries again what failed earlier. */
  readonly retry: boolean
  readonly signal: AbortSignal
  readonly onStart: (job: SweepJob) => void
  readonly onEnd: (job: SweepJob, end: JobEnd) => void
  /** Told of each that has ended, however it did; what it returns is run too. */
  readonly next: (job: SweepJob) => Promise<readonly SweepJob[]>
}

export type JobEnd =
  | { readonly kind: 'finished'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly error: string }
  /** By a signal that was not ours: neither finished nor failed. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'finished-before' }
  | { readonly kind: 'failed-before' | 'elsewhere' }

/** Milliseconds between two looks at a run that another process is at. */
const LOOK_EVERY = 1000

/**
 * Runs jobs, some side by side, and what follows from them. One that is finished is not run again; one that another
 * process is at is waited for, and taken over where that process is gone.
 */
export async function runJobs(first: readonly SweepJob[], options: RunJobsOptions): Promise<void> {
  const { signal, failFast, jobs } = options
  const waiting = [...first]
  const running = new Map<string, Promise<void>>()
  const children = new Set<ChildProcess>()
  const failures: SweepJob[] = []
  /** When we last saw another process at a run. */
  const seenBusy = new Map<string, number>()
  const goesOn = (): boolean => waiting.length > 0 && !signal.aborted && !(failFast && failures.length > 0)
  const interrupt = (): void => {
    for (const child of children) child.kill('SIGINT')
  }
  signal.addEventListener('abort', interrupt)
  const work = async (job: SweepJob): Promise<void> => {
    const end = await runJob(job, options, children)
    if (end.kind !== 'elsewhere' || !seenBusy.has(job.run)) options.onEnd(job, end)
    if (end.kind === 'elsewhere') {
      seenBusy.set(job.run, performance.now())
      waiting.push(job)
      return
    }
    if (end.kind === 'failed' || end.kind === 'failed-before') failures.push(job)
    if (end.kind !== 'interrupted') waiting.push(...(await options.next(job)))
  }
  /** The first that is not under way, here or, a moment ago, elsewhere. */
  const takeNext = (): SweepJob | undefined => {
    const before = performance.now() - LOOK_EVERY
    const place = waiting.findIndex(({ run }) => !running.has(run) && (seenBusy.get(run) ?? -Infinity) <= before)
    return place < 0 ? undefined : waiting.splice(place, 1)[0]
  }
  try {
    while (goesOn() || running.size > 0) {
      while (goesOn() && running.size < jobs) {
        const job = takeNext()
        if (job === undefined) break
        running.set(
          job.run,
          work(job).finally(() => running.delete(job.run)),
        )
      }
      const look = goesOn() && running.size < jobs ? [wait(LOOK_EVERY, undefined, { signal }).catch(() => {})] : []
      await Promise.race([...running.values(), ...look])
    }
  } finally {
    interrupt()
    await Promise.allSettled(running.values())
    signal.removeEventListener('abort', interrupt)
  }
}

async function runJob(job: SweepJob, options: RunJobsOptions, children: Set<ChildProcess>): Promise<JobEnd> {
  const { directory, run } = job
  const { out, retry, signal } = options
  if (directory.finished() !== undefined) return { kind: 'finished-before' }
  if (failureOf(out, run) !== undefined && !retry) return { kind: 'failed-before' }
  const lock = `${directory.path}.lock`
  if (runOwner(lock) !== undefined) return { kind: 'elsewhere' }
  forgetFailure(out, run)
  options.onStart(job)
  const began = performance.now()
  const { child, ended } = startJob(job, options)
  children.add(child)
  const end = await ended.finally(() => children.delete(child))
  if (directory.finished() !== undefined) return { kind: 'finished', seconds: (performance.now() - began) / 1000 }
  if (wasTaken(end) || runOwner(lock) !== undefined) return { kind: 'elsewhere' }
  if (signal.aborted || end.code === INTERRUPTED) return { kind: 'interrupted' }
  const error = errorIn(end.stderr, end.code, end.signal)
  const { code, log } = end
  keepFailure(out, run, { job: job.label, error, code, signal: end.signal, failedAt: new Date().toISOString(), log })
  return { kind: 'failed', error }
}

const INTERRUPTED = 130

/** Another process was faster. */
function wasTaken({ code, stderr }: EndedJob): boolean {
  return code === 2 && errorIn(stderr, code, null).includes('is at this very run')
}
