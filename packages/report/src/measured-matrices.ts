import type { MeasuredRow } from './measured-curves.js'
import type { MeasuredMatrix } from './run-report.js'

/** The matrices among the measurements: for each name, in the order of first appearance, those of all rows. */
export function measuredMatrices(rows: readonly MeasuredRow[]): MeasuredMatrix[] {
  const matrices = new Map<string, MeasuredMatrix[]>()
  for (const row of rows)
    for (const { name, label, value, unit, matrix } of row.measurements) {
      if (matrix === undefined) continue
      matrices.set(name, [...(matrices.get(name) ?? []), { title: label, label: row.label, value, unit, ...matrix }])
    }
  return [...matrices.values()].flat()
}
