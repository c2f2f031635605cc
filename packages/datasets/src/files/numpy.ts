import { type Dataset, type DatasetSource, HourglassError } from '@hourglass/core'
import { z } from 'zod'

import { labelsOf } from './array-labels.js'
import { listDataFiles, MAX_FILE, readDataFile } from './data-file.js'
import { classesOption, dealOptions, imageOption, valueOptions } from './example-options.js'
import { type Examples, MAX_DIMENSIONS } from './examples.js'
import { examplesDataset } from './examples-dataset.js'
import { finiteFloats } from './finite-floats.js'
import { parseNpy } from './npy.js'

const path = z.string().min(1)

export const numpyOptions = z.strictObject({
  x: path.describe('the examples: a .npy file, or an array of an .npz file as in digits.npz/x_train'),
  y: path.optional().describe('their labels, likewise'),
  xTest: path.optional().describe('the examples to test on, where they have a file or an array of their own'),
  yTest: path.optional().describe('their labels'),
  image: imageOption,
  classes: classesOption,
  ...dealOptions,
  ...valueOptions,
})

/**
 * Arrays that numpy saved: x of n × d numbers, or of n × height × width pictures, which need no `image`; y of n integers.
 * `.npy`, also compressed, or an array in an `.npz` file, whose name follows the file's as if that were a folder. Nothing
 * that is pickled is ever read. Numbers stay what they are unless `scale` says otherwise; pixels from 0 to 255 want
 * `scale: byte`.
 *
 * @throws HourglassError `invalid-option` at once; from `load` `invalid-npy`, `invalid-number`, and what `readDataFile`
 * and `examplesDataset` throw
 */
export function numpy(options: z.output<typeof numpyOptions>): DatasetSource {
  const { x, y, xTest, yTest } = options
  if (yTest !== undefined && xTest === undefined)
    throw new HourglassError('invalid-option', 'there are labels of test examples, but no test examples', {
      place: { path: 'yTest' },
      expected: 'xTest with yTest',
      remedy: 'say `xTest`, or leave `yTest` out',
    })
  return {
    async load(progress = () => {}, signal): Promise<Dataset> {
      signal?.throwIfAborted()
      const hashes: Record<string, string> = {}
      const array = async (name: string, file: string) => {
        progress(`reading ${file}`)
        const { bytes, hash } = await readDataFile(file, MAX_FILE, signal, '.npy')
        hashes[name] = hash
        return parseNpy(bytes, file)
      }
      const set = async (names: readonly [string, string], file: string, labels: string | undefined) => {
        const values = await array(names[0], file)
        const examples = toExamples(values, file)
        if (labels === undefined) return { examples, shape: values.shape }
        const { shape, data } = await array(names[1], labels)
        if (shape[0] !== examples.count || data.length !== examples.count)
          throw new HourglassError('mismatched-files', `the labels are of the shape ${shape.join(' × ')}`, {
            place: { source: labels },
            expected: `${examples.count} labels, one for each example of ${file}`,
            remedy: 'give arrays that belong together',
          })
        return { examples: { ...examples, labels: labelsOf(data, labels) }, shape: values.shape }
      }
      const train = await set(['x', 'y'], x, y)
      const test = xTest === undefined ? undefined : await set(['xTest', 'yTest'], xTest, yTest)
      const image = options.image ?? imageOf(train.shape)
      return examplesDataset(
        { name: 'numpy', train: train.examples, test: test?.examples, hashes },
        { ...options, image },
      )
    },
    files: () => listDataFiles({ x, y, xTest, yTest }),
  }
}

function toExamples({ shape, data }: ReturnType<typeof parseNpy>, source: string): Examples {
  const [count, ...rest] = shape
  const dimensions = rest.reduce((product, size) => product * size, 1)
  if (count === undefined || rest.length === 0 || count < 1 || dimensions < 1 || dimensions > MAX_DIMENSIONS)
    throw new HourglassError('invalid-npy', `the array is of the shape (${shape.join(', ')})`, {
      place: { source },
      expected: 'examples × numbers, or examples × height × width',
      remedy: 'give it that shape: x.reshape(len(x), -1)',
    })
  return { count, dimensions, values: finiteFloats(data, dimensions, source), source }
}

/** Height and width of n × h × w and of n × h × w × 1. */
function imageOf([, height, width, channels = 1, ...more]: readonly number[]): [number, number] | undefined {
  const isPicture = height !== undefined && width !== undefined && channels === 1 && more.length === 0
  return isPicture ? [height, width] : undefined
}
