import Table from 'cli-table3'

import type { RunResult } from './run-result.js'

/** The result of a run as a table for a terminal: a line for each measurement, a column for the model and each baseline. */
export function resultTable({ rows }: RunResult): string {
  const measured = rows[0]?.measurements ?? []
  const table = new Table({
    head: ['test set', ...rows.map(({ label }) => label)],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [null, ...rows.map(() => 24)],
  })
  for (const { name, label, unit } of measured)
    table.push([
      unit === '' ? label : `${label} (${unit})`,
      ...rows.map(({ measurements }) => {
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
