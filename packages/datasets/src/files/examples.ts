import { HourglassError } from '@hourglass/core'

import type { Labels } from './labels.js'

/** Examples as one file, or one array, gives them; every number is finite. */
export interface Examples {
  readonly count: number
  /** Numbers per example, d_x. */
  readonly dimensions: number
  /** Row-major, count × `dimensions`. Bytes are the numbers 0 … 255 as they stand. Scaling may overwrite them. */
  readonly values: Float32Array | Uint8Array
  readonly labels?: Labels
  /** The file, for messages. */
  readonly source: string
}

/** Numbers per example, and numbers in all, above which a file is taken for a mistake: 2²⁸ floats are 1 GiB. */
export const MAX_DIMENSIONS = 2 ** 22
export const MAX_NUMBERS = 2 ** 28

/** The refusal of numbers that would not fit in memory. */
export function checkAmount(numbers: number, source: string): void {
  if (numbers <= MAX_NUMBERS) return
  throw new HourglassError('too-much-data', `there are more than ${MAX_NUMBERS.toLocaleString('en')} numbers`, {
    place: { source },
    expected: 'numbers that fit in 1 GiB of memory',
    remedy: 'take a part of the examples',
  })
}

/** A number as a message shows it: to float32's seven figures. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(7)))
}
