import { stat } from 'node:fs/promises'
import { join } from 'node:path'

import { cacheFolder, type Dataset, type DatasetSource, HourglassError } from '@hourglass/core'
import { z } from 'zod'

import { bytesSplit } from './bytes-split.js'
import { MNIST_FILES, MNIST_MIRRORS, type MnistFiles } from './mnist-files.js'
import { loadOfficialFiles } from './official-collection.js'

const TRAINING_IMAGES = MNIST_FILES.trainImages.dimensions[0]!

export const mnistOptions = z.strictObject({
  folder: z.string().min(1).optional().describe('a folder with the four IDX files, or with a folder `mnist` of them'),
  validation: z
    .number()
    .int()
    .min(1)
    .max(TRAINING_IMAGES - 1)
    .default(10_000)
    .describe('how many of the 60,000 training images, the last ones, to validate on'),
  train: z
    .number()
    .int()
    .min(1)
    .max(TRAINING_IMAGES - 1)
    .optional()
    .describe('use only so many of the others, the first ones; all where absent'),
})

/** What a test replaces. */
export interface MnistSurroundings {
  readonly files: MnistFiles
  readonly mirrors: readonly string[]
  /** Milliseconds without a byte after which the next mirror is tried. */
  readonly patience: number
  readonly fetch: typeof globalThis.fetch
  readonly environment: NodeJS.ProcessEnv
}

/**
 * The full MNIST: 60,000 training and 10,000 test digits of 28 × 28 bytes, x = byte / 255 ∈ [0, 1]. The last
 * `validation` training images are the validation split, the first of the others (all, or `train`) the train split:
 * by default 50,000 / 10,000 / 10,000, as in the deep-learning benchmarks of Larochelle et al. and their successors.
 *
 * Each file is taken from the first place that has it: `folder`, `HOURGLASS_DATA`, the folder `mnist` in each, the
 * per-user cache (`datasets/mnist` there), the mirrors. Whatever its place, its content is checked by SHA-256.
 *
 * @throws HourglassError `invalid-option` at once; from `load` `missing-folder`, and what `loadOfficialFiles` throws
 */
export function mnist(
  { folder, validation, train }: z.output<typeof mnistOptions>,
  { files, mirrors, patience, fetch, environment }: MnistSurroundings = {
    files: MNIST_FILES,
    mirrors: MNIST_MIRRORS,
    patience: 20_000,
    fetch: globalThis.fetch,
    environment: process.env,
  },
): DatasetSource {
  const images = files.trainImages.dimensions[0]!
  const left = images - validation
  if (left < 1 || (train ?? 1) > left)
    throw new HourglassError('invalid-option', `${images} images cannot give ${train ?? 1} to train on`, {
      place: { path: train === undefined ? 'validation' : 'train' },
      expected: `at most ${images} images for \`train\` and \`validation\` (${validation}) together`,
      remedy: 'make one of the two smaller',
    })

  return {
    async load(progress = () => {}, signal): Promise<Dataset> {
      signal?.throwIfAborted()
      if (folder !== undefined) await requireFolder(folder)
      const { trainImages, trainLabels, testImages, testLabels } = files
      const wanted = [trainImages, trainLabels, testImages, testLabels]
      const named = [folder, environment['HOURGLASS_DATA']].filter((place) => place !== undefined && place !== '')
      const places = {
        folders: named.flatMap((place) => [place!, join(place!, 'mnist')]),
        cache: join(cacheFolder(environment), 'datasets', 'mnist'),
        mirrors: { urls: mirrors, patience, fetch, signal },
      }
      const [x, y, xTest, yTest] = (await loadOfficialFiles('mnist', wanted, places, progress)).map(({ data }) => data)
      const [, height, width] = trainImages.dimensions as [number, number, number]
      const dimensions = height * width
      const part = (from: number, to: number) =>
        bytesSplit({
          pixels: x!.subarray(from * dimensions, to * dimensions),
          labels: y!.subarray(from, to),
          dimensions,
        })
      return {
        name: 'mnist',
        spec: { dimensions, range: [0, 1], image: [height, width], classes: 10 },
        train: part(0, train ?? left),
        validation: part(left, images),
        test: bytesSplit({ pixels: xTest!, labels: yTest!, dimensions }),
        hashes: Object.fromEntries(wanted.map((file) => [file.name, file.sha256])),
        ...(train !== undefined && train < left && { notes: [`trained on the first ${train} of ${left} images`] }),
      }
    },
  }
}

/** A mistyped folder must not be hidden by a download. */
async function requireFolder(folder: string): Promise<void> {
  const status = await stat(folder).catch((cause: Error) => cause)
  if (!(status instanceof Error) && status.isDirectory()) return
  throw new HourglassError('missing-folder', `"${folder}" is not a folder that can be read`, {
    place: { path: 'folder' },
    expected: 'a folder with the four files of MNIST',
    remedy: 'mend the path, or leave the option out to have the files downloaded',
    ...(status instanceof Error && { cause: status }),
  })
}
