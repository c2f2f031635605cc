import { canonicalJson } from '@hourglass/core'

import { type Change, isWithin } from './change.js'
import type { Axis, Row, SelectRow } from './row.js'

/**
 * A row with one option set for good: what would vary or search that option, or one inside it, no longer does. So a file
 * that extends another, and `--set`, win over what they start from.
 */
export function holdFixed(row: Row, fixed: readonly Change[]): Row {
  if (fixed.length === 0) return row
  const isFixed = ({ path }: Change): boolean => fixed.some((change) => isWithin(path, change.path))
  const agrees = ({ path, value }: Change): boolean =>
    fixed.every((change) => change.path !== path || canonicalJson(change.value) === canonicalJson(value))
  // What was said for another value of the option is of no more use.
  const entries = (all: Row['include']) =>
    all.filter((entry) => entry.every(agrees)).map((entry) => entry.filter((change) => !isFixed(change)))
  const axes = row.axes.map(({ kind, columns }): Axis => ({ kind, columns: columns.filter(([one]) => !isFixed(one!)) }))
  return {
    ...row,
    layers: [...row.layers, fixed],
    axes: axes.filter(({ columns }) => columns.length > 0),
    exclude: entries(row.exclude),
    include: entries(row.include).filter((entry) => entry.length > 0),
    select: row.select && withoutSearch(row.select, isFixed),
  }
}

/** Where nothing is left to search, nothing is selected. */
function withoutSearch(select: SelectRow, isFixed: (change: Change) => boolean): SelectRow | undefined {
  const over = select.over.filter((change) => !isFixed(change))
  const chosen = select.chosen?.filter((change) => !isFixed(change))
  return over.length === 0 ? undefined : { ...select, over, chosen }
}
