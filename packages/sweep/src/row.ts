import type { Change, Origin } from './change.js'
import type { SelectFile } from './sweep-file.js'

/** Values that are walked through together: the first of every column, the second of every column, …. */
export interface Axis {
  readonly kind: 'matrix' | 'zip'
  /** Of equal length. */
  readonly columns: readonly (readonly Change[])[]
}

/** A row of the table, before its combinations are made: what its file, and those that it extends, say of it. */
export interface Row {
  /** Absent: of a sweep without rows. */
  readonly name?: string | undefined
  /** The experiment that it starts from; absent: from nothing. */
  readonly base?: { readonly name: string; readonly origin: Origin } | undefined
  /** Later ones win. */
  readonly layers: readonly (readonly Change[])[]
  readonly axes: readonly Axis[]
  readonly exclude: readonly (readonly Change[])[]
  readonly include: readonly (readonly Change[])[]
  readonly seeds?: readonly number[] | undefined
  readonly select?: SelectRow | undefined
  readonly published?: Readonly<Record<string, number>> | undefined
  /** Where it is said, for errors about the row as a whole. */
  readonly origin: Origin
}

export interface SelectRow extends Omit<SelectFile, 'over' | 'chosen' | 'seeds'> {
  readonly seeds?: readonly number[] | undefined
  /** Path → range, not parsed yet. */
  readonly over: readonly Change[]
  readonly chosen?: readonly Change[] | undefined
}

export const EMPTY_ROW: Omit<Row, 'origin'> = { layers: [], axes: [], exclude: [], include: [] }
