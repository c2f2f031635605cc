import { HourglassError } from '@hourglass/core'

import type { ExampleOptions } from './example-options.js'
import { type Examples, shown } from './examples.js'

export interface FittedValues {
  /** For each set of examples. Bytes mean x = byte / 255. */
  readonly values: readonly (Float32Array | Uint8Array)[]
  readonly range: readonly [number, number]
  readonly notes: readonly string[]
}

type FitOptions = Pick<ExampleOptions, 'range' | 'clip' | 'scale'>

/**
 * Brings the numbers of several sets of examples into a range. What is not given is measured over the training examples,
 * which are `train` of the first set, and over nothing else:
 *
 *     none      x                              range [low, high], given or measured
 *     byte      x / 255                        x an integer 0 … 255; range [0, 1]
 *     unit      (x − low) / (high − low)       range [0, 1]
 *     columns   (x_j − low_j) / (high_j − low_j), 0 where the column is constant; range [0, 1]
 *
 * Numbers beyond the range are refused, or with `clip` set to its end and counted. Where all numbers are byte / 255, to
 * `tolerance`, they are kept as bytes, four times smaller.
 *
 * @param tolerance 0: to the very float32
 * @throws HourglassError `out-of-range`, `constant-data`, `invalid-option`
 */
export function fitValues(
  sets: readonly Examples[],
  train: Int32Array,
  { range, clip, scale }: FitOptions,
  tolerance: number,
): FittedValues {
  if (range !== undefined && (scale === 'byte' || scale === 'columns'))
    throw new HourglassError('invalid-option', `scale: ${scale} has a range of its own`, {
      place: { path: 'range' },
      expected: 'a range with scale: none or scale: unit',
      remedy: 'leave one of the two out',
    })
  if (scale === 'byte') return { values: sets.map(integersAsBytes), range: [0, 1], notes: [] }
  const floats = sets.map(({ values, ...set }) => ({
    ...set,
    values: values instanceof Float32Array ? values : Float32Array.from(values),
  }))
  const notes: string[] = []
  let ends: Ends
  if (scale === 'columns') {
    ends = measureColumns(floats[0]!, train)
    const constant = ends.low.filter((low, j) => low === ends.high[j]).length
    if (constant > 0) notes.push(`${constant} columns are constant over the training split and became 0`)
    notes.push('each column was scaled to [0, 1] by its range over the training split')
  } else {
    const [low, high] = range === undefined ? measure(floats[0]!, train) : range.map(Math.fround)
    ends = { low: Float32Array.of(low!), high: Float32Array.of(high!) }
    const told = `[${shown(low!)}, ${shown(high!)}]`
    if (range === undefined) notes.push(`the range ${told} was measured over the training split`)
    if (scale === 'unit') notes.push(`${told} was scaled to [0, 1]`)
  }
  const clipped = floats.reduce((sum, set) => sum + clipOrRefuse(set, ends, clip), 0)
  if (clipped > 0) notes.push(`${clipped.toLocaleString('en')} numbers beyond the range were set to its ends`)
  if (scale !== 'none') for (const set of floats) toUnit(set, ends)
  const bytes = tryBytes(floats, tolerance)
  const result: [number, number] = scale === 'none' ? [ends.low[0]!, ends.high[0]!] : [0, 1]
  return { values: bytes ?? floats.map(({ values }) => values), range: result, notes }
}

/** One of each for all columns, or one for each column. */
interface Ends {
  readonly low: Float32Array
  readonly high: Float32Array
}

function measure({ values, dimensions, source }: Examples, rows: Int32Array): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const row of rows)
    for (let at = row * dimensions; at < (row + 1) * dimensions; at++) {
      const value = values[at]!
      if (value < low) low = value
      if (value > high) high = value
    }
  if (low < high) return [low, high]
  throw new HourglassError('constant-data', `all numbers of the training split are ${shown(low)}`, {
    place: { source },
    expected: 'numbers that differ',
    remedy: 'check the file, or say with `range` which numbers there could be',
  })
}

function measureColumns({ values, dimensions }: Examples, rows: Int32Array): Ends {
  const low = new Float32Array(dimensions).fill(Infinity)
  const high = new Float32Array(dimensions).fill(-Infinity)
  for (const row of rows)
    for (let j = 0; j < dimensions; j++) {
      const value = values[row * dimensions + j]!
      if (value < low[j]!) low[j] = value
      if (value > high[j]!) high[j] = value
    }
  return { low, high }
}

/** How many numbers were set to an end of the range. */
function clipOrRefuse({ values, dimensions, source }: Examples, { low, high }: Ends, clip: boolean): number {
  const stride = low.length === 1 ? 0 : 1
  let clipped = 0
  for (let at = 0, j = 0; at < values.length; at++, j = j + 1 === dimensions ? 0 : j + 1) {
    const value = values[at]!
    const [lowest, highest] = [low[j * stride]!, high[j * stride]!]
    if (value >= lowest && value <= highest) continue
    if (!clip) {
      const place = `number ${j + 1} of example ${Math.floor(at / dimensions) + 1}`
      throw new HourglassError('out-of-range', `${place} is ${shown(value)}, beyond the range of the training split`, {
        place: { source },
        expected: `a number from ${shown(lowest)} to ${shown(highest)}`,
        remedy: 'say `clip: true` to set such numbers to the end of the range, or give a `range` that has them all',
      })
    }
    values[at] = value < lowest ? lowest : highest
    clipped++
  }
  return clipped
}

function toUnit({ values, dimensions }: Examples, { low, high }: Ends): void {
  const stride = low.length === 1 ? 0 : 1
  for (let at = 0, j = 0; at < values.length; at++, j = j + 1 === dimensions ? 0 : j + 1) {
    const width = high[j * stride]! - low[j * stride]!
    values[at] = width === 0 ? 0 : (values[at]! - low[j * stride]!) / width
  }
}

function integersAsBytes({ values, dimensions, source }: Examples): Uint8Array {
  if (values instanceof Uint8Array) return values
  const wrong = values.findIndex((value) => value !== (value & 255))
  if (wrong === -1) return Uint8Array.from(values)
  const place = `number ${(wrong % dimensions) + 1} of example ${Math.floor(wrong / dimensions) + 1}`
  throw new HourglassError('out-of-range', `${place} is ${shown(values[wrong]!)}`, {
    place: { source },
    expected: 'integers from 0 to 255, as scale: byte says',
    remedy: 'leave scale out, or say scale: unit',
  })
}

/** All of them, or none: whoever takes bytes takes those of all splits. */
function tryBytes(sets: readonly { readonly values: Float32Array }[], tolerance: number): Uint8Array[] | undefined {
  const all: Uint8Array[] = []
  for (const { values } of sets) {
    const bytes = new Uint8Array(values.length)
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      const byte = Math.round(value * 255)
      if (!(byte >= 0 && byte <= 255)) return undefined
      if (value !== Math.fround(byte / 255) && !(Math.abs(value - byte / 255) <= tolerance)) return undefined
      bytes[i] = byte
    }
    all.push(bytes)
  }
  return all
}
