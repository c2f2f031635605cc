import { dirname } from 'node:path'

import { type DataFile, entrySchema, HourglassError, type PluginHost, type RegisteredEntry } from '@hourglass/core'

import { dataSource, type NamedSource } from './data-source.js'

/**
 * What stands between a data set, at its default options, and its use:
 *
 * - `ready`: nothing. Its files are there, or it needs none.
 * - `kept`: nothing. It was made before, and is kept.
 * - `to be made`: the time to make it; that happens by itself when it is loaded.
 * - `to be downloaded`: files that `hourglass data fetch` brings, as loading it does.
 * - `files missing`: files that nobody can download.
 * - `needs options`: options without a default, such as the path of one's own file.
 * - `unusable`: a fault, told by `problem`.
 */
export type DataStateName =
  | 'ready'
  | 'kept'
  | 'to be made'
  | 'to be downloaded'
  | 'files missing'
  | 'needs options'
  | 'unusable'

export interface DataState {
  readonly state: DataStateName
  readonly files: readonly DataFile[]
  /** Folders of the files that are there. */
  readonly folders: readonly string[]
  /** Options that must be given. */
  readonly required: readonly string[]
  /** Why it needs options, or is unusable. */
  readonly problem?: string
}

/** Looks, and neither loads nor downloads anything. */
export async function dataState(host: PluginHost, registered: RegisteredEntry): Promise<DataState> {
  const nothing = { files: [], folders: [], required: [] }
  let named: NamedSource
  try {
    named = dataSource(host, registered.name, [])
  } catch (error) {
    if (!(error instanceof HourglassError)) throw error
    const required = requiredOptions(host, registered)
    const state = error.code === 'invalid-option' ? 'needs options' : 'unusable'
    return { ...nothing, state, required, problem: error.format().split('\n')[0]! }
  }
  try {
    const files = await named.ask('asked for its files', async (source) => source.files?.() ?? [])
    return { ...nothing, ...describeFiles(files), state: stateOf(files, named) }
  } catch (error) {
    if (!(error instanceof HourglassError)) throw error
    return { ...nothing, state: 'unusable', problem: error.format().split('\n')[0]! }
  } finally {
    named.dispose()
  }
}

function stateOf(files: readonly DataFile[], { source }: NamedSource): DataStateName {
  const whole = files.every(({ path }) => path !== undefined)
  if (source.remake !== undefined && files.length > 0) return whole ? 'kept' : 'to be made'
  if (whole) return 'ready'
  return source.fetch === undefined ? 'files missing' : 'to be downloaded'
}

/** Files and the folders that they are in. */
export function describeFiles(files: readonly DataFile[]): Pick<DataState, 'files' | 'folders'> {
  const paths = files.flatMap(({ path }) => (path === undefined ? [] : [path]))
  return { files, folders: [...new Set(paths.map((path) => dirname(path)))] }
}

function requiredOptions(host: PluginHost, registered: RegisteredEntry): string[] {
  const { required = [] } = entrySchema(host, registered) as { required?: string[] }
  return required.filter((option) => option !== 'use')
}
