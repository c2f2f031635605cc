import { HourglassError } from '@hourglass/core'

import type { JobRecord, JobState, SweepResults } from './results.js'

const RANK: Readonly<Record<JobState, number>> = { finished: 0, failed: 1, running: 2, unfinished: 3 }

/**
 * The results of several parts of one sweep as one: of each job the record that knows most, the first of equals.
 *
 * @throws HourglassError `different-sweeps`
 */
export function mergeResults(parts: readonly SweepResults[]): SweepResults {
  const [first, ...others] = parts
  if (first === undefined) throw new RangeError('there is nothing to merge')
  const other = others.find(({ hash }) => hash !== first.hash)
  if (other !== undefined)
    throw new HourglassError('different-sweeps', `these are two sweeps: "${first.name}" and "${other.name}"`, {
      expected: 'parts of the same sweep, of the same file and the same settings',
      remedy: other.name === first.name ? 'one of them was run before the file changed: run it again' : undefined,
    })
  const best = new Map<string, JobRecord>()
  for (const job of parts.flatMap(({ jobs }) => jobs)) {
    const before = best.get(keyOf(job))
    if (before === undefined || isBetter(job, before)) best.set(keyOf(job), job)
  }
  return { ...first, jobs: [...best.values()].toSorted(inOrder) }
}

function isBetter(job: JobRecord, before: JobRecord): boolean {
  return RANK[job.state] < RANK[before.state]
}

function keyOf({ cell, trial = 0, seed }: JobRecord): string {
  return `${cell}/${trial}/${seed}`
}

/** Of cells, then trials, then seeds. */
export function inOrder(a: JobRecord, b: JobRecord): number {
  return a.cell - b.cell || (a.trial ?? 0) - (b.trial ?? 0) || a.seed - b.seed
}
