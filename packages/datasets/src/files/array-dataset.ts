import { type Dataset, type DatasetSource, HourglassError } from '@hourglass/core'
import { z } from 'zod'

import { sha256 } from '../sha256.js'
import { labelsOf } from './array-labels.js'
import { classesOption, dealOptions, imageOption, valueOptions } from './example-options.js'
import { type Examples, MAX_DIMENSIONS } from './examples.js'
import { examplesDataset } from './examples-dataset.js'
import { finiteFloats } from './finite-floats.js'

/** Rows of numbers, or all numbers one after another: a typed array, an array, what `dataSync()` of a tensor gives. */
export type ArrayExamples = ArrayLike<number> | readonly ArrayLike<number>[]

export interface ArraySet {
  readonly x: ArrayExamples
  /** The class of each example: integers or names. */
  readonly y?: ArrayLike<number | string>
}

const settings = z.strictObject({ image: imageOption, classes: classesOption, ...dealOptions, ...valueOptions })

export interface ArrayDatasetOptions extends ArraySet, Omit<z.input<typeof settings>, 'test'> {
  readonly name: string
  /** Numbers per example, d_x; need not be said where `image` is, or where `x` is an array of rows. */
  readonly dimensions?: number
  /** Examples of their own to test on, or how many of `x`, or which part (0.1). */
  readonly test?: ArraySet | number
}

/**
 * A data set of arrays: dealt out to the splits by a permutation, brought into a range, labels counted from 0, as `csv`
 * and `numpy` do it with files. The arrays are copied when it is loaded. Its hashes are of the numbers as little-endian
 * float32 (bytes where they are bytes), and of the labels, a line each.
 *
 * @throws HourglassError `invalid-option` at once; from `load` `invalid-array`, and what `examplesDataset` throws
 */
export function arrayDataset({ name, x, y, dimensions, test, ...options }: ArrayDatasetOptions): DatasetSource {
  const parsed = settings.safeParse({ ...options, ...(typeof test === 'number' && { test }) })
  if (!parsed.success) {
    const [{ message, path }] = parsed.error.issues as [z.core.$ZodIssue]
    throw new HourglassError('invalid-option', message, {
      place: { source: `arrayDataset "${name}"`, path: path.join('.') },
      expected: 'the options of arrayDataset',
      remedy: 'mend the option',
      cause: parsed.error,
    })
  }
  const { image } = parsed.data
  const width = dimensions ?? (image === undefined ? undefined : image[0] * image[1])
  return {
    async load(_, signal): Promise<Dataset> {
      signal?.throwIfAborted()
      const hashes: Record<string, string> = {}
      const set = (names: readonly [string, string], { x, y }: ArraySet): Examples => {
        const source = `${names[0]} of ${name}`
        const examples = toExamples(x, width, source)
        // The bytes of the array on this machine; all machines that Node runs on are little-endian.
        const { buffer, byteOffset, byteLength } = examples.values
        hashes[names[0]] = sha256(new Uint8Array(buffer, byteOffset, byteLength))
        if (y === undefined) return examples
        hashes[names[1]] = sha256(Buffer.from(Array.from(y, (label) => `${label}\n`).join('')))
        return { ...examples, labels: labelsOf(y, `${names[1]} of ${name}`) }
      }
      const train = set(['x', 'y'], { x, y })
      const tested = typeof test === 'object' ? set(['test.x', 'test.y'], test) : undefined
      return examplesDataset({ name, train, test: tested, hashes }, parsed.data)
    },
  }
}

function toExamples(x: ArrayExamples, width: number | undefined, source: string): Examples {
  const refuse = (message: string, expected: string): HourglassError =>
    new HourglassError('invalid-array', message, {
      place: { source },
      expected,
      remedy: 'say `dimensions`, or `image`, or give an array of rows',
    })
  const rows = typeof x[0] === 'object' ? (x as readonly ArrayLike<number>[]) : undefined
  const dimensions = width ?? rows?.[0]!.length ?? 0
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS)
    throw refuse(`an example has ${dimensions} numbers`, 'the number of dimensions of an example')
  const ragged = rows?.findIndex((row) => row?.length !== dimensions) ?? -1
  if (ragged !== -1)
    throw refuse(`example ${ragged + 1} has ${rows![ragged]?.length ?? 'no'} numbers`, `${dimensions} in each`)
  const count = rows?.length ?? x.length / dimensions
  if (!Number.isInteger(count) || count < 1)
    throw refuse(`${x.length} numbers are no whole number of examples`, `examples of ${dimensions} numbers each`)
  return { count, dimensions, values: copy(x, rows, dimensions, source), source }
}

function copy(
  x: ArrayExamples,
  rows: readonly ArrayLike<number>[] | undefined,
  dimensions: number,
  source: string,
): Float32Array | Uint8Array {
  // By name: an array of another realm, or a clamped one, is bytes as well.
  if (rows === undefined && /^Uint8(Clamped)?Array$/.test(x.constructor.name)) return Uint8Array.from(x as Uint8Array)
  if (rows === undefined) {
    const numbers = Array.isArray(x) || !(x instanceof Float32Array) ? (x as ArrayLike<number>) : x.slice()
    return finiteFloats(numbers, dimensions, source)
  }
  return finiteFloats(
    rows.flatMap((row) => Array.from(row)),
    dimensions,
    source,
  )
}
