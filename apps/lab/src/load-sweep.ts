import { HourglassError } from '@hourglass/core'
import { type Cell, cellsOf, type Change, isOptionPath, type Row, type Sweep, sweepOf } from '@hourglass/sweep'

import { parseSetting } from './setting.js'
import { SweepFiles } from './sweep-files.js'

export interface LoadedSweep {
  readonly sweep: Sweep
  readonly cells: readonly Cell[]
  readonly files: SweepFiles
}

export interface SweepChanges {
  /** `path=value`, as `hourglass run` takes them; they win over the file. */
  readonly set?: readonly string[]
  /** How many, or which, instead of those of the file. */
  readonly seeds?: readonly number[] | undefined
  /** Search again where the file names what an earlier search has chosen. */
  readonly searchAnew?: boolean | undefined
}

const SETTING = 'path=value, e.g. --set stages[0].epochs=5'

/**
 * Reads a sweep, and all that it extends, by file or by the name of a built-in one.
 *
 * @throws HourglassError with file, line and column of what is wrong
 */
export function loadSweep(fileOrName: string, { set = [], seeds, searchAnew = false }: SweepChanges = {}): LoadedSweep {
  const files = new SweepFiles()
  const chain = files.chain(fileOrName)
  const { source } = chain.at(-1)!
  return files.located(() => {
    const sweep = sweepOf(chain, set.map(asChange))
    const rows = sweep.rows.map((row): Row => ({ ...row, seeds: seeds ?? row.seeds ?? [ownSeed(row, files)] }))
    return { sweep: { ...sweep, rows }, cells: cellsOf(rows, searchAnew ? 'anew' : 'chosen'), files }
  }, source)
}

function asChange(text: string): Change {
  const { path: _, value, source } = parseSetting(text, SETTING)
  const path = text.slice(0, text.indexOf('='))
  const refused = ['seed', 'plugins', 'name'].find((name) => path === name)
  if (refused !== undefined || !isOptionPath(path))
    throw new HourglassError('invalid-setting', `${source} is no setting of a sweep`, {
      expected: SETTING,
      remedy: path === 'seed' ? 'give --seeds' : 'change the file, or write one that extends it',
    })
  return { path, value, origin: { source, path: '' } }
}

/** The seed that an experiment has where its sweep names none. */
function ownSeed({ base }: Row, files: SweepFiles): number {
  const seed = base && files.base(base.name, base.origin).yaml.value['seed']
  return typeof seed === 'number' ? seed : 1
}
