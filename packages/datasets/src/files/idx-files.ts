import { type Dataset, type DatasetSource, HourglassError } from '@hourglass/core'
import { z } from 'zod'

import { parseIdx } from '../idx.js'
import { labelsOf } from './array-labels.js'
import { listDataFiles, MAX_FILE, readDataFile } from './data-file.js'
import { classesOption, dealOptions } from './example-options.js'
import { type Examples, MAX_DIMENSIONS } from './examples.js'
import { examplesDataset } from './examples-dataset.js'

const path = z.string().min(1)

export const idxFilesOptions = z.strictObject({
  images: path.describe('the pictures: an IDX file of unsigned bytes, plain, with .gz, or in a zip archive'),
  labels: path.optional().describe('their labels, likewise'),
  testImages: path.optional().describe('the pictures to test on, where they have a file of their own'),
  testLabels: path.optional().describe('their labels'),
  classes: classesOption,
  ...dealOptions,
})

/**
 * Pictures, or any rows of bytes, and their labels in IDX files as those of MNIST: x = byte / 255 ∈ [0, 1].
 *
 * @throws HourglassError `invalid-option` at once; from `load` `invalid-idx`, `mismatched-files`, and what `readDataFile`
 * and `examplesDataset` throw
 */
export function idxFiles(options: z.output<typeof idxFilesOptions>): DatasetSource {
  const { images, labels, testImages, testLabels } = options
  if (testLabels !== undefined && testImages === undefined)
    throw new HourglassError('invalid-option', 'there are labels of test pictures, but no test pictures', {
      place: { path: 'testLabels' },
      expected: 'testImages with testLabels',
      remedy: 'say `testImages`, or leave `testLabels` out',
    })
  return {
    async load(progress = () => {}, signal): Promise<Dataset> {
      signal?.throwIfAborted()
      const hashes: Record<string, string> = {}
      const array = async (name: string, file: string) => {
        progress(`reading ${file}`)
        const { bytes, hash } = await readDataFile(file, MAX_FILE, signal)
        hashes[name] = hash
        return parseIdx(bytes, file)
      }
      const set = async (names: readonly [string, string], file: string, labelFile: string | undefined) => {
        const pictures = await array(names[0], file)
        const examples = toExamples(pictures, file)
        if (labelFile === undefined) return { examples, sizes: pictures.dimensions }
        const { data, dimensions } = await array(names[1], labelFile)
        if (dimensions.length !== 1 || data.length !== examples.count)
          throw new HourglassError('mismatched-files', `the labels are ${dimensions.join(' × ')} bytes`, {
            place: { source: labelFile },
            expected: `${examples.count} labels, one for each example of ${file}`,
            remedy: 'give files that belong together',
          })
        return { examples: { ...examples, labels: labelsOf(data, labelFile) }, sizes: pictures.dimensions }
      }
      const train = await set(['images', 'labels'], images, labels)
      const test = testImages && (await set(['testImages', 'testLabels'], testImages, testLabels))
      const [, height, width, more] = train.sizes
      const image = width === undefined || more !== undefined ? undefined : ([height!, width] as const)
      return examplesDataset(
        { name: 'idx', train: train.examples, test: test ? test.examples : undefined, hashes },
        { ...options, image, scale: 'byte', clip: false },
      )
    },
    files: () => listDataFiles({ images, labels, testImages, testLabels }),
  }
}

function toExamples({ dimensions: sizes, data }: ReturnType<typeof parseIdx>, source: string): Examples {
  const [count, ...rest] = sizes
  const dimensions = rest.reduce((product, size) => product * size, 1)
  if (rest.length === 0 || count! < 1 || dimensions < 1 || dimensions > MAX_DIMENSIONS)
    throw new HourglassError('invalid-idx', `the file holds ${sizes.join(' × ')} bytes`, {
      place: { source },
      expected: 'examples × numbers, or examples × height × width',
      remedy: 'give the file of the pictures, not that of the labels',
    })
  return { count: count!, dimensions, values: data, source }
}
