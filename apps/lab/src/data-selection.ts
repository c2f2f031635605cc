import type { Dataset, DataSpec, Split } from '@hourglass/core'

import type { SplitName } from './data-facts.js'
import { count } from './data-table.js'

/** What is to be shown of a data set. */
export interface SheetRequest {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly dataset: Dataset
  readonly split: SplitName
  /** Examples of each class; as many as look well where absent. */
  readonly count?: number
}

/** A file of a sheet, and what it shows, in a line. */
export interface Drawn {
  readonly file: string
  readonly caption: string
  readonly content: string | Uint8Array
}

/** Places of the examples of each class, in their order; one group where there are no labels. */
export function examplesByClass({ size, labels }: Split, { classes = 1 }: DataSpec): number[][] {
  const groups = Array.from({ length: labels === undefined ? 1 : classes }, (): number[] => [])
  for (let place = 0; place < size; place++) groups[labels?.[place] ?? 0]?.push(place)
  return groups
}

/** `the first 100 of 808 examples`. */
export function firstOf(shown: number, of: number): string {
  if (shown === of) return of === 1 ? 'the only example' : `all ${count(of)} examples`
  return shown === 1 ? `the first of ${count(of)} examples` : `the first ${count(shown)} of ${count(of)} examples`
}

/** `0 … 9` where they follow each other. */
export function listed(labels: readonly number[]): string {
  const [first] = labels
  return labels.length > 2 && labels.every((label, place) => label === first! + place)
    ? `${first} … ${labels.at(-1)}`
    : labels.join(', ')
}
