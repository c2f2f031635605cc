import type { Dataset, DatasetSource } from '@hourglass/core'
import { z } from 'zod'

import { type CsvSettings, readCsv } from './csv-rows.js'
import { listDataFiles, openDataFile } from './data-file.js'
import { classesOption, dealOptions, imageOption, valueOptions } from './example-options.js'
import { examplesDataset } from './examples-dataset.js'

const path = z.string().min(1)
const column = z.union([z.string().min(1), z.number().int()])

export const csvOptions = z.strictObject({
  file: path.describe('the examples, a line each: plain, with .gz, or in a zip archive as in data.zip/train.csv'),
  testFile: path.optional().describe('the examples to test on, where they have a file of their own'),
  label: column.optional().describe('the column of the classes: its name, or its place from 0; -1 is the last'),
  ignore: z.array(column).default([]).describe('columns that are no part of an example, such as a number of the line'),
  delimiter: z.string().min(1).max(4).default(',').describe('what stands between two cells; "\\t" is a tab'),
  header: z
    .union([z.literal('auto'), z.boolean()])
    .default('auto')
    .describe('whether the first line names the columns; auto: where no cell of it is a number'),
  image: imageOption,
  classes: classesOption,
  ...dealOptions,
  ...valueOptions,
})

/**
 * Comma-separated values: a line for each example, a column for each of its numbers, and one for its class, which may be
 * an integer or a name.
 *
 * @throws HourglassError from `load` `invalid-csv`, and what `openDataFile` and `examplesDataset` throw
 */
export function csv(options: z.output<typeof csvOptions>): DatasetSource {
  const { file, testFile, label, ignore, delimiter, header } = options
  return {
    async load(progress = () => {}, signal): Promise<Dataset> {
      signal?.throwIfAborted()
      const read = async (source: string) => {
        progress(`reading ${source}`)
        const { chunks, hash } = openDataFile(source, signal)
        const settings: CsvSettings = { source, label, ignore, delimiter: delimiter.replace('\\t', '\t'), header }
        return { examples: await readCsv(chunks, settings), hash: hash() }
      }
      const train = await read(file)
      const test = testFile === undefined ? undefined : await read(testFile)
      const hashes = { file: train.hash, ...(test !== undefined && { testFile: test.hash }) }
      return examplesDataset({ name: 'csv', train: train.examples, test: test?.examples, hashes }, options)
    },
    files: () => listDataFiles({ file, testFile }),
  }
}
