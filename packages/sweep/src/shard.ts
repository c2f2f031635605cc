import { HourglassError } from '@hourglass/core'

import type { Cell } from './cells.js'
import { firstJobs, type Job } from './jobs.js'

/** What one machine of several does: part `index` (from 1) of `count`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** `2/8`. @throws HourglassError `invalid-option` */
export function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) return { index, count }
  throw new HourglassError('invalid-option', `--shard ${text} is no part of a sweep`, {
    expected: 'i/n with i from 1 to n, e.g. --shard 2/8',
  })
}

/** What one machine does whole, for its parts need each other's results: a job, or a search with all that follows. */
export interface Unit {
  readonly cell: Cell
  /** What it begins with. */
  readonly jobs: readonly Job[]
}

/** All units, in the order of the table. */
export function units(cells: readonly Cell[]): readonly Unit[] {
  return cells.flatMap((cell) => {
    const jobs = firstJobs(cell)
    return isSearch(cell) ? [{ cell, jobs }] : jobs.map((job) => ({ cell, jobs: [job] }))
  })
}

/** Every count-th unit, from the index-th on: each unit is in exactly one shard. */
export function unitsOf(all: readonly Unit[], { index, count }: Shard = { index: 1, count: 1 }): readonly Unit[] {
  return all.filter((_, place) => place % count === index - 1)
}

/** Whether trials are to be run. */
export function isSearch({ search }: Cell): boolean {
  return search !== undefined && search.chosen === undefined
}
