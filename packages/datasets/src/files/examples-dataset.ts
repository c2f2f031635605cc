import { type Dataset, HourglassError, type Split } from '@hourglass/core'

import { bytesSplit } from '../bytes-split.js'
import { dealSplits } from './deal-splits.js'
import type { ExampleOptions } from './example-options.js'
import type { Examples } from './examples.js'
import { fitValues } from './fit-values.js'
import { floatSplit } from '@hourglass/engine'
import { mapLabels, requireAllClasses } from './map-labels.js'

export interface ExampleSets {
  readonly name: string
  /** To train and to validate on; to test on too where `test` is absent. */
  readonly train: Examples
  readonly test?: Examples
  readonly hashes: Readonly<Record<string, string>>
  readonly notes?: readonly string[]
  /** Within which numbers are kept as bytes, see `fitValues`. */
  readonly tolerance?: number
}

/**
 * A data set of examples as files or arrays give them: dealt out to the splits, brought into a range, their labels
 * counted from 0.
 *
 * @throws HourglassError `too-few-examples`, `out-of-range`, `constant-data`, `invalid-labels`, `invalid-option`,
 * `mismatched-files`
 */
export function examplesDataset(
  { name, train, test, hashes, notes = [], tolerance = 0 }: ExampleSets,
  options: ExampleOptions,
): Dataset {
  const { image, classes, validation, seed } = options
  const sets = test === undefined ? [train] : [train, test]
  const { dimensions } = train
  checkShapes(sets, image)
  if (test !== undefined && options.test !== undefined)
    throw new HourglassError('invalid-option', 'the test examples have a file of their own', {
      place: { path: 'test' },
      expected: 'either that file, or a part of the examples to test on',
      remedy: 'leave one of the two out',
    })
  const deal = dealSplits(
    train.count,
    { validation, test: test === undefined ? (options.test ?? 0.1) : 0, seed },
    train.source,
  )
  const mapped = train.labels && mapLabels(sets, classes)
  if (mapped !== undefined && classes === undefined)
    requireAllClasses(mapped.labels[0]!, deal.train, mapped.classes, train.source)
  const fitted = fitValues(sets, deal.train, options, tolerance)

  const part = (set: number, rows: Int32Array): Split => {
    const labels = mapped?.labels[set]
    const values = fitted.values[set]!
    return values instanceof Uint8Array
      ? bytesSplit({ pixels: values, labels, dimensions, examples: rows })
      : floatSplit({ values, labels, dimensions, examples: rows })
  }
  const told = [...notes, ...fitted.notes, ...(mapped?.note === undefined ? [] : [mapped.note])]
  return {
    name,
    spec: {
      dimensions,
      range: fitted.range,
      ...(image !== undefined && { image }),
      ...(mapped !== undefined && { classes: mapped.classes }),
    },
    train: part(0, deal.train),
    validation: part(0, deal.validation),
    test:
      test === undefined
        ? part(0, deal.test)
        : part(
            1,
            Int32Array.from({ length: test.count }, (_, row) => row),
          ),
    hashes,
    ...(told.length > 0 && { notes: told }),
  }
}

function checkShapes(sets: readonly Examples[], image: readonly [number, number] | undefined): void {
  const [{ dimensions, labels, source }] = sets as [Examples]
  for (const set of sets) {
    const mismatch = (message: string, expected: string): HourglassError =>
      new HourglassError('mismatched-files', message, {
        place: { source: set.source },
        expected,
        remedy: 'give files that belong together',
      })
    if (set.count < 1) throw mismatch('there is no example in it', 'at least one example')
    if (set.dimensions !== dimensions)
      throw mismatch(`its examples have ${set.dimensions} numbers`, `${dimensions} numbers, as in ${source}`)
    if ((set.labels === undefined) !== (labels === undefined))
      throw mismatch('only one of the two sets of examples has labels', 'labels for both, or for neither')
    if (set.labels !== undefined && set.labels.codes.length !== set.count)
      throw mismatch(`there are ${set.labels.codes.length} labels for ${set.count} examples`, 'a label for each')
  }
  if (image !== undefined && image[0] * image[1] !== dimensions)
    throw new HourglassError('invalid-option', `a picture of ${image.join(' × ')} has not ${dimensions} pixels`, {
      place: { source, path: 'image' },
      expected: `[height, width] with height · width = ${dimensions}`,
      remedy: 'mend `image`, or leave it out',
    })
}
