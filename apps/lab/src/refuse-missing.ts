import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'
import { isSearch, resultsOf, type SweepResults, type Unit } from '@hourglass/sweep'

/** Of a long list, so many are told. */
const TOLD = 10

/**
 * A table with holes is no success. A trial that failed leaves none: it is only not chosen.
 *
 * @throws HourglassError `jobs-failed`, `jobs-missing`
 */
export function refuseMissing({ cells, jobs }: SweepResults, units: readonly Unit[], out: string): void {
  const holes = units.flatMap(({ cell, jobs: own }) => {
    const finished = resultsOf(cells[cell.place]!, jobs)
    const seeds = isSearch(cell) ? cell.seeds : own.map(({ seed }) => seed)
    return seeds
      .filter((seed) => !finished.some((job) => job.seed === seed))
      .map((seed) => ({ cell: cell.place, seed }))
  })
  if (holes.length === 0) return
  const results = `${holes.length} ${holes.length === 1 ? 'result is' : 'results are'} missing`
  const failed = jobs.filter(
    ({ state, cell, seed, trial }) =>
      state === 'failed' && holes.some((hole) => hole.cell === cell && (trial !== undefined || hole.seed === seed)),
  )
  if (failed.length === 0)
    throw new HourglassError('jobs-missing', results, { remedy: 'the same command goes on from where it was' })
  throw new HourglassError('jobs-failed', `${results}: ${failed.length} of ${jobs.length} jobs failed`, {
    place: { source: join(out, 'failed') },
    remedy: 'see why in this folder; mend it, and give the same command with --retry',
    also: failed.slice(0, TOLD).map(({ run, error = '' }) => `${run}: ${error.split('\n')[0]}`),
  })
}
