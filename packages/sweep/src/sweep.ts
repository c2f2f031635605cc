import type { Change, Origin } from './change.js'
import { holdFixed } from './hold-fixed.js'
import { overlay } from './overlay.js'
import { EMPTY_ROW, type Row } from './row.js'
import type { SweepFile } from './sweep-file.js'

/** A sweep file, and all that it extends, as one. */
export interface Sweep {
  readonly name: string
  readonly description?: string | undefined
  readonly source?: string | undefined
  readonly plugins: readonly { readonly name: string; readonly origin: Origin }[]
  readonly columns?: readonly string[] | undefined
  /** At least one. */
  readonly rows: readonly Row[]
}

export interface NamedFile {
  /** As messages name it. */
  readonly source: string
  readonly file: SweepFile
}

/**
 * One sweep out of a chain of files, each of which extends the one before it; the first of them extends an experiment, or
 * nothing. A row starts from what its file says at the top; a file without rows changes those that it extends.
 *
 * @param settings of the command line; they win over everything
 * @throws HourglassError `invalid-sweep`
 */
export function sweepOf(chain: readonly NamedFile[], settings: readonly Change[] = []): Sweep {
  let top: Row = { ...EMPTY_ROW, origin: { source: chain[0]!.source, path: '' } }
  let rows: readonly Row[] | undefined
  let told: Pick<Sweep, 'name' | 'description' | 'source' | 'columns' | 'plugins'> = { name: '', plugins: [] }
  for (const [place, { source, file }] of chain.entries()) {
    const origin = { source, path: '' }
    // Of all but the first, it is the sweep before it.
    const given = place === 0 ? file : { ...file, extends: undefined }
    top = overlay(top, given, origin)
    rows =
      file.rows?.map((row, at) => rowOver(top, row, { source, path: `rows[${at}]` })) ??
      rows?.map((row) => ({ ...overlay(row, given, origin), origin: row.origin }))
    const plugins = (file.plugins ?? []).map((name, at) => ({ name, origin: { source, path: `plugins[${at}]` } }))
    const { name, description = told.description, source: from = told.source, columns = told.columns } = file
    told = { name, description, source: from, columns, plugins: [...told.plugins, ...plugins] }
  }
  return { ...told, rows: (rows ?? [top]).map((row) => holdFixed(row, settings)) }
}

function rowOver(top: Row, row: NonNullable<SweepFile['rows']>[number], origin: Origin): Row {
  return { ...overlay(top, row, origin), name: row.name, published: row.published }
}
