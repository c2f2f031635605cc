import { canonicalJson } from '@hourglass/core'

import type { JobRecord, ResultLine } from './results.js'

export interface CellJobs {
  readonly label: string
  readonly jobs: readonly JobRecord[]
}

/** The baselines beside cells, over all seeds; those that say the same beside several cells once. */
export function baselineLines(
  cells: readonly CellJobs[],
): readonly { readonly label: string; readonly lines: readonly ResultLine[] }[] {
  const found = cells.flatMap(({ label: beside, jobs }) => {
    const all = jobs.flatMap(({ lines = [] }) => lines.slice(1))
    return [...new Set(all.map(({ label }) => label))].map((name) => ({
      name,
      beside,
      lines: all.filter(({ label }) => label === name),
    }))
  })
  const distinct = [...new Map(found.map((one) => [canonicalJson(one.lines), one])).values()]
  return distinct.map(({ name, beside, lines }) => {
    const alone = distinct.filter((other) => other.name === name).length === 1
    return { label: alone ? name : `${name}, beside ${beside}`, lines }
  })
}
