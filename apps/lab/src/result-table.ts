import Table from 'cli-table3'

import type { RunResult } from './run-result.js'

/** The result of a run as a table for a terminal. */
export function resultTable({ rows }: RunResult): string {
  const columns = rows[0]?.measurements ?? []
  const table = new Table({
    head: ['test set', ...columns.map(({ label, unit }) => (unit === '' ? label : `${label} (${unit})`))],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [null, ...columns.map(() => 18)],
  })
  for (const { label, measurements } of rows)
    table.push([
      label,
      ...columns.map(({ name }) => {
        const found = measurements.find((measurement) => measurement.name === name)
        return { content: found === undefined ? '–' : formatValue(found.value), hAlign: 'right' as const }
      }),
    ])
  return table.toString()
}

export function formatValue(value: number): string {
  return Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential(3)
    : value.toPrecision(5)
}
