import type { Measurement } from '@hourglass/core'

import type { ResultRow, RunResult, StageMeasurement } from './run-result.js'

export interface MeasuredTable {
  /** Those of all rows, in the order of first appearance. */
  readonly columns: readonly Column[]
  readonly rows: readonly TableRow[]
}

export type Column = Pick<Measurement, 'name' | 'label' | 'unit' | 'better'>

export interface TableRow {
  readonly label: string
  /** The trained model's, which the run is about. */
  readonly emphasis: boolean
  /** One per column; undefined where it was not measured. */
  readonly cells: readonly (number | undefined)[]
}

type Measured = Pick<RunResult, 'rows' | 'stages'>

/** The trained model, then what stages measured on the way to it, then the baselines. */
export function measuredRows({ rows, stages }: Measured): (ResultRow & Pick<TableRow, 'emphasis'>)[] {
  const [models, baselines] = [false, true].map((side) => rows.filter(({ baseline = false }) => baseline === side))
  const between = stages.flatMap(({ measured = [] }) => measured)
  return [
    ...models!.map((row) => ({ ...row, emphasis: true })),
    ...between.map((measured) => ({ ...rowOf(measured), emphasis: false })),
    ...baselines!.map((row) => ({ ...row, emphasis: false })),
  ]
}

/** `measuredRows` with a column for each measurement of any of them. */
export function measuredTable(result: Measured): MeasuredTable {
  const all = measuredRows(result)
  const columns = new Map<string, Column>()
  for (const { measurements } of all)
    for (const { name, label, unit, better } of measurements)
      if (!columns.has(name)) columns.set(name, { name, label, unit, better })
  return {
    columns: [...columns.values()],
    rows: all.map(({ label, emphasis, measurements }) => ({
      ...{ label, emphasis },
      cells: [...columns.keys()].map((name) => measurements.find((measured) => measured.name === name)?.value),
    })),
  }
}

/** What is not of the test set says so. */
function rowOf({ label, split, measurements }: StageMeasurement): ResultRow {
  return { label: split === 'test' ? label : `${label} (${split})`, measurements }
}
