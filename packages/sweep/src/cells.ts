import { combinations, type Combination } from './combinations.js'
import { type Change, invalidSweep, wholePartsFirst } from './change.js'
import type { Row, SelectRow } from './row.js'
import { type Trial, trials } from './trials.js'

/** A line of the table: one combination of a row, to be trained with every seed. */
export interface Cell {
  /** From 0, over all rows. */
  readonly place: number
  readonly row?: string | undefined
  readonly base?: Row['base']
  /** What makes the experiment of what the row starts from, in order, but for the search. */
  readonly changes: readonly Change[]
  /** What tells it from the other cells of its row. */
  readonly combination: Combination
  readonly seeds: readonly number[]
  readonly search?: Search | undefined
  readonly published?: Readonly<Record<string, number>> | undefined
  readonly origin: Row['origin']
}

export interface Search {
  readonly trials: readonly Trial[]
  /** What every trial is trained with. */
  readonly seeds: readonly number[]
  readonly by: SelectRow['by']
  /** What an earlier search chose: the trials are not run. */
  readonly chosen?: readonly Change[] | undefined
}

/**
 * The cells of all rows.
 *
 * @param search whether to search anew what an earlier search has chosen
 * @throws HourglassError `invalid-sweep`
 */
export function cellsOf(rows: readonly Row[], search: 'chosen' | 'anew' = 'chosen'): readonly Cell[] {
  refuseSameName(rows)
  const cells = rows.flatMap((row) => {
    const found = combinations(row)
    if (found.length === 0)
      throw invalidSweep('no combination is left', row.origin, { remedy: 'exclude less, or include something' })
    const seeds = row.seeds ?? []
    return found.map((combination): Omit<Cell, 'place'> => ({
      row: row.name,
      base: row.base,
      changes: [...row.layers.flatMap(wholePartsFirst), ...wholePartsFirst(combination)],
      combination,
      seeds,
      search: row.select && searchOf(row.select, row, search),
      published: row.published,
      origin: row.origin,
    }))
  })
  return cells.map((cell, place) => ({ place, ...cell }))
}

function searchOf(select: SelectRow, { origin, seeds }: Row, search: 'chosen' | 'anew'): Search {
  const { chosen } = select
  const open = select.over.find(({ path }) => chosen !== undefined && !chosen.some((change) => change.path === path))
  if (open !== undefined)
    throw invalidSweep(`${open.path} is searched, and is not among the chosen`, open.origin, {
      remedy: 'name a value of it under chosen, or leave chosen out to search',
    })
  return {
    trials: trials(select, origin),
    seeds: select.seeds ?? seeds?.slice(0, 1) ?? [],
    by: select.by,
    ...(search === 'chosen' && { chosen }),
  }
}

function refuseSameName(rows: readonly Row[]): void {
  const seen = new Set<string | undefined>()
  for (const { name, origin } of rows) {
    if (seen.has(name)) throw invalidSweep(`there are two rows "${name}"`, origin, { expected: 'a name for each' })
    seen.add(name)
  }
}
