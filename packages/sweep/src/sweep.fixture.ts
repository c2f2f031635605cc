import { parse } from 'yaml'

import { type Cell, cellsOf } from './cells.js'
import type { Change } from './change.js'
import { type Sweep, sweepOf } from './sweep.js'
import { parseSweepFile } from './sweep-file.js'

/** A sweep of files as YAML, each of which extends the one before it. */
export function sweepFrom(texts: readonly string[], settings: readonly Change[] = []): Sweep {
  const chain = texts.map((text, place) => ({
    source: `file-${place}.yaml`,
    file: parseSweepFile({ name: 'trial', ...(parse(text) as object) }),
  }))
  return sweepOf(chain, settings)
}

export function cellsFrom(...texts: string[]): readonly Cell[] {
  return cellsOf(sweepFrom(texts).rows)
}

/** What a cell changes in the end, by path. */
export function changesOf({ changes }: Pick<Cell, 'changes'>): Record<string, unknown> {
  return Object.fromEntries(changes.map(({ path, value }) => [path, value]))
}
