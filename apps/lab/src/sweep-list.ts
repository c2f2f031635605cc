import { type Shard, type SweepResults, unitsOf } from '@hourglass/sweep'

import { count, dataTable } from './data-table.js'
import type { SweepPlan } from './sweep-plan.js'

/** The jobs of a sweep, or of a part of it, as far as they are known: what, how it stands, and which run it is. */
export function sweepList(plan: SweepPlan, results: SweepResults, shard: Shard | undefined): string {
  const jobs = new Set(unitsOf(plan.units, shard).flatMap((unit) => unit.jobs))
  const own = plan.first.filter(({ job }) => jobs.has(job))
  const rows = own.map(({ label, run, id }, place) => {
    const state = results.jobs.find((job) => job.run === run)?.state ?? 'unfinished'
    return [String(place + 1), id, state, run, label]
  })
  const searches = plan.cells.filter(({ search }) => search !== undefined && search.chosen === undefined).length
  return [
    ...dataTable([['', 'job', 'state', 'run', ''], ...rows], (column) => column === 0),
    '',
    `${count(own.length)} jobs${searches > 0 ? `, and what ${searches === 1 ? 'a search' : `${searches} searches`} will choose with every seed` : ''}`,
  ].join('\n')
}
