import Table from 'cli-table3'

import { measuredTable } from './measured-table.js'
import type { RunResult } from './run-result.js'

/** Characters for the columns of numbers together, and for one of them. */
const WIDTH = 96
const WIDEST = 24
const NARROWEST = 14

/**
 * The result of a run as a table for a terminal: a line for each measurement, a column for the model, for what stages
 * measured, and for each baseline.
 */
export function resultTable(result: RunResult): string {
  const { columns, rows } = measuredTable(result)
  const width = Math.min(WIDEST, Math.max(NARROWEST, Math.floor(WIDTH / rows.length)))
  const table = new Table({
    head: ['test set', ...rows.map(({ label }) => label)],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [null, ...rows.map(() => width)],
  })
  for (const [place, { label, unit }] of columns.entries())
    table.push([
      unit === '' ? label : `${label} (${unit})`,
      ...rows.map(({ cells }) => ({ content: formatCell(cells[place]), hAlign: 'right' as const })),
    ])
  return table.toString()
}

/** A dash for what was not measured. */
export function formatCell(value: number | undefined): string {
  return value === undefined ? '–' : formatValue(value)
}

export function formatValue(value: number): string {
  return Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential(3)
    : value.toPrecision(5)
}
