import type { Change } from './change.js'
import { invalidSweep, type Origin } from './change.js'
import type { SelectRow } from './row.js'
import { parseSearchRange, type SearchRange } from './search-range.js'
import { unitInterval } from './unit-interval.js'

/** One choice of a search. */
export interface Trial {
  /** From 1. */
  readonly number: number
  readonly changes: readonly Change[]
}

/**
 * The trials of a search. By random search, trial k tries at an option what the SHA-256 of (seed, k, path) says: the same
 * whatever the budget and whatever else is searched. By grid search, every combination of the values, the last option
 * fastest.
 *
 * @throws HourglassError `invalid-sweep`
 */
export function trials(select: SelectRow, origin: Origin): readonly Trial[] {
  if (select.over.length === 0)
    throw invalidSweep('there is nothing to select', origin, {
      expected: 'over: { path: range, … }, e.g. { noise.fraction: [0.1, 0.25, 0.4] }',
    })
  const ranges = select.over.map((change) => ({ change, range: parseSearchRange(change) }))
  return select.method === 'grid' ? gridTrials(ranges, select, origin) : randomTrials(ranges, select, origin)
}

type Ranges = readonly { readonly change: Change; readonly range: SearchRange }[]

function randomTrials(ranges: Ranges, { budget, seed = 1 }: SelectRow, origin: Origin): Trial[] {
  if (budget === undefined)
    throw invalidSweep('a random search needs to know how long to go on', origin, {
      expected: 'a number of trials, e.g. budget: 20',
    })
  return Array.from({ length: budget }, (_, place) => ({
    number: place + 1,
    changes: ranges.map(({ change, range }) => ({
      ...change,
      value: range.at(unitInterval(seed, place + 1, change.path)),
    })),
  }))
}

function gridTrials(ranges: Ranges, { budget }: SelectRow, origin: Origin): Trial[] {
  const points = ranges.reduce<readonly (readonly Change[])[]>(
    (before, { change, range: { grid } }) => {
      if (grid === undefined)
        throw invalidSweep(`${change.path} has no end of values for a grid`, change.origin, {
          expected: 'a list of values, or a number of steps, e.g. { log-uniform: [0.001, 1], steps: 4 }',
        })
      return before.flatMap((point) => grid.map((value) => [...point, { ...change, value }]))
    },
    [[]],
  )
  if (budget !== undefined && points.length > budget)
    throw invalidSweep(`the grid has ${points.length} points, the budget is ${budget}`, origin, {
      remedy: 'raise the budget, take fewer steps, or method: random',
    })
  return points.map((changes, place) => ({ number: place + 1, changes }))
}
