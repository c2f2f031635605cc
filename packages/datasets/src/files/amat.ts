import type { Dataset, DatasetSource } from '@hourglass/core'
import { HourglassError } from '@hourglass/core'
import { z } from 'zod'

import { AmatParser, type AmatSettings } from './amat-parser.js'
import { listDataFiles, openDataFile } from './data-file.js'
import { classesOption, imageOption, valueOptions } from './example-options.js'
import type { Examples } from './examples.js'
import { examplesDataset } from './examples-dataset.js'

export const amatOptions = z.strictObject({
  train: z.string().min(1).describe('the training file: plain, with .gz, or in an archive as in mnist.zip/train.amat'),
  test: z.string().min(1).describe('the test file, likewise'),
  image: imageOption,
  transposed: z
    .boolean()
    .default(false)
    .describe('the pictures are stored column by column, as the originals of bg-img and bg-rand are'),
  labels: z.boolean().default(true).describe('whether the last number of a line is the class of the example'),
  validation: z.number().int().min(1).default(2000).describe('how many examples, the last of the training file'),
  classes: classesOption,
  ...valueOptions,
  range: valueOptions.range.unwrap().default([0, 1]).describe('lowest and highest number there can be'),
})

/** To how much of one a number may differ from byte / 255 and be kept as that byte: six decimals, as in the originals. */
const TOLERANCE = 1e-6

/**
 * A training and a test file of text, a line for each example: its numbers, then its class. Made for the original files
 * of the problems of Larochelle et al. 2007, `image: [28, 28]`, and for any other of the kind. The last `validation`
 * examples of the training file are the validation split. Numbers that are all byte / 255 within 10⁻⁶ are kept as bytes,
 * with x = byte / 255; all others become float32.
 *
 * Source of the format: H. Larochelle, D. Erhan, A. Courville, J. Bergstra, Y. Bengio, An empirical evaluation of deep
 * architectures on problems with many factors of variation, ICML 2007, its public data.
 *
 * @throws HourglassError `invalid-option` at once; from `load` `invalid-amat`, and what `openDataFile` and
 * `examplesDataset` throw
 */
export function amat(options: z.output<typeof amatOptions>): DatasetSource {
  const { train, test, image, transposed, labels } = options
  if (transposed && image === undefined)
    throw new HourglassError('invalid-option', 'what is transposed has a height and a width', {
      place: { path: 'image' },
      expected: 'image: [height, width]',
      remedy: 'say the size of the pictures, as in image: [28, 28]',
    })
  const settings = {
    labels,
    ...(image !== undefined && { dimensions: image[0] * image[1] }),
    ...(transposed && { places: columnByColumn(...image!) }),
  }
  return {
    async load(progress = () => {}, signal): Promise<Dataset> {
      signal?.throwIfAborted()
      progress(`reading ${train}`)
      const [trained, trainHash] = await readAmat(train, settings, signal)
      progress(`reading ${test}`)
      const [tested, testHash] = await readAmat(test, settings, signal)
      const sets = { name: 'amat', train: trained, test: tested, hashes: { train: trainHash, test: testHash } }
      return examplesDataset({ ...sets, tolerance: TOLERANCE }, { ...options, test: undefined })
    },
    files: () => listDataFiles({ train, test }),
  }
}

async function readAmat(
  path: string,
  settings: Omit<AmatSettings, 'source'>,
  signal?: AbortSignal,
): Promise<[Examples, string]> {
  const { chunks, hash } = openDataFile(path, signal)
  const parser = new AmatParser({ ...settings, source: path })
  for await (const chunk of chunks) parser.push(chunk)
  return [parser.finish(), hash()]
}

/** Where the pixels of a picture that is stored column by column stand in one that is stored row by row. */
function columnByColumn(height: number, width: number): Int32Array {
  return Int32Array.from({ length: height * width }, (_, at) => (at % height) * width + Math.floor(at / height))
}
