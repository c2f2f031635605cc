import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import {
  chooseTrial,
  inOrder,
  type JobRecord,
  jobsOfTrial,
  renderHtml,
  renderMarkdown,
  renderText,
  scoredTrials,
  summarise,
  summaryTables,
  type SweepResults,
  trialRuns,
} from '@hourglass/sweep'

import { jobRecord } from './job-record.js'
import type { SweepPlan } from './sweep-plan.js'
import { writeAtomically } from './write-atomically.js'

/** All that the run directories say of a sweep now. */
export async function collectResults(plan: SweepPlan, out: string): Promise<SweepResults> {
  const { name, description, source, columns } = plan.sweep
  const first = plan.first.map((job) => jobRecord(job, out))
  const jobs: JobRecord[] = []
  for (const { cell } of plan.units.filter((unit, place, all) => all[place - 1]?.cell !== unit.cell)) {
    const own = first.filter((record) => record.cell === cell.place)
    const chosen = chooseTrial(scoredTrials(plan.cells[cell.place]!, trialRuns(own)))
    const tried = own.map((record) => (record.trial === undefined || record.trial === chosen ? record : unseen(record)))
    const more = chosen === undefined ? [] : jobsOfTrial(cell, chosen)
    const others = more.filter(({ seed }) => !own.some((record) => record.trial === chosen && record.seed === seed))
    jobs.push(...tried, ...(await Promise.all(others.map(plan.jobOf))).map((job) => jobRecord(job, out)))
  }
  return {
    name,
    ...(description !== undefined && { description }),
    ...(source !== undefined && { source }),
    hash: plan.hash,
    ...(columns && { columns }),
    cells: plan.cells,
    jobs: jobs.toSorted(inOrder),
  }
}

/** What a trial that was not chosen came to on test is of no concern. */
function unseen(record: JobRecord): JobRecord {
  const { lines: _lines, ...others } = record
  return others
}

/** Writes `results.json`, `table.txt`, `table.md` and `table.html`, where there is a folder for them; returns the text. */
export function writeResults(results: SweepResults, out: string | undefined): string {
  const tables = summaryTables(results, summarise(results))
  const text = renderText(tables)
  if (out === undefined) return text
  mkdirSync(out, { recursive: true })
  writeAtomically(join(out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
  writeAtomically(join(out, 'table.txt'), `${text}\n`)
  writeAtomically(join(out, 'table.md'), renderMarkdown(tables))
  writeAtomically(join(out, 'table.html'), renderHtml(results.name, tables))
  return text
}
