import type { Measurement } from '@hourglass/core'

import type { MeasuredCurve } from './run-report.js'

/** The model or a baseline with what was measured of it. */
export interface MeasuredRow {
  readonly label: string
  readonly measurements: readonly Measurement[]
}

/** The curves among the measurements, one for each name, with a line for each row that has it. */
export function measuredCurves(rows: readonly MeasuredRow[]): MeasuredCurve[] {
  const curves = new Map<string, MeasuredCurve>()
  for (const row of rows)
    for (const { name, label, value, unit, curve } of row.measurements) {
      if (curve === undefined) continue
      const line = { label: row.label, value, unit, x: curve.x.values, y: curve.y.values }
      const { lines = [], ...same } = curves.get(name) ?? {}
      curves.set(name, { title: label, xLabel: curve.x.label, yLabel: curve.y.label, ...same, lines: [...lines, line] })
    }
  return [...curves.values()]
}
