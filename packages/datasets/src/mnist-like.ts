import { join } from 'node:path'

import { cacheFolder, type Dataset, type DatasetSource, HourglassError } from '@hourglass/core'
import { z } from 'zod'

import { bytesSplit } from './bytes-split.js'
import type { MnistFiles } from './mnist-files.js'
import { loadOfficialFiles, locateOfficialFiles } from './official-collection.js'
import { publishedHash } from './official-file.js'
import { proxyFetch } from './proxy-fetch.js'
import { requireFolder } from './require-folder.js'

/** A published set in the files of MNIST: 60,000 training and 10,000 test images of 28 × 28 bytes in ten classes. */
export interface MnistLike {
  readonly name: string
  readonly files: MnistFiles
  /** Addresses of folders that hold the four files, compressed. None is trusted: every file is checked by its hash. */
  readonly mirrors: readonly string[]
  /** Names of folders of its own inside a folder of data; the first one also in the cache. */
  readonly folders: readonly [string, ...string[]]
  /** Whether its files may lie in the folder of all data itself, where only one set of these names can. */
  readonly loose: boolean
}

const TRAINING_IMAGES = 60_000

/** The options of such a set; `own` is the name of its own folder. */
export function mnistLikeOptions(own: string) {
  const count = z
    .number()
    .int()
    .min(1)
    .max(TRAINING_IMAGES - 1)
  return z.strictObject({
    folder: z
      .string()
      .min(1)
      .optional()
      .describe(`a folder with the four IDX files, or with a folder \`${own}\` of them`),
    validation: count.default(10_000).describe('how many of the 60,000 training images, the last ones, to validate on'),
    train: count.optional().describe('use only so many of the others, the first ones; all where absent'),
  })
}

export type MnistLikeOptions = z.output<ReturnType<typeof mnistLikeOptions>>

/** What a test replaces. */
export interface MnistSurroundings {
  readonly files: MnistFiles
  readonly mirrors: readonly string[]
  /** Milliseconds without a byte after which the next mirror is tried. */
  readonly patience: number
  /** Milliseconds before each further try of a mirror. */
  readonly delays?: readonly number[]
  readonly fetch: typeof globalThis.fetch
  readonly environment: NodeJS.ProcessEnv
}

/**
 * A set in the files of MNIST, x = byte / 255 ∈ [0, 1]. The last `validation` training images are the validation split, the
 * first of the others (all, or `train`) the train split: by default 50,000 / 10,000 / 10,000.
 *
 * Each file is taken from the first place that has it: `folder` and the set's own folders in it, the same of
 * `HOURGLASS_DATA`, the per-user cache (`datasets/` and the set's folder there), the mirrors. Whatever its place, it is
 * checked by its SHA-256.
 *
 * @throws HourglassError `invalid-option` at once; from `load` and `fetch` `missing-folder`, and what `loadOfficialFiles`
 * throws
 */
export function mnistLike(
  { name, folders, loose, ...published }: MnistLike,
  { folder, validation, train }: MnistLikeOptions,
  surroundings?: MnistSurroundings,
): DatasetSource {
  const { files, mirrors, patience, delays, fetch, environment } = surroundings ?? {
    ...published,
    patience: 20_000,
    fetch: proxyFetch(process.env),
    environment: process.env,
  }
  const images = files.trainImages.dimensions[0]!
  const left = images - validation
  if (left < 1 || (train ?? 1) > left)
    throw new HourglassError('invalid-option', `${images} images cannot give ${train ?? 1} to train on`, {
      place: { path: train === undefined ? 'validation' : 'train' },
      expected: `at most ${images} images for \`train\` and \`validation\` (${validation}) together`,
      remedy: 'make one of the two smaller',
    })

  const wanted = [files.trainImages, files.trainLabels, files.testImages, files.testLabels]
  const within = (place: string): string[] => folders.map((own) => join(place, own))
  const places = () => {
    const data = environment['HOURGLASS_DATA'] || undefined
    return {
      folders: [
        // A folder of all sets first where files of the same names could be those of another.
        ...(folder === undefined ? [] : loose ? [folder, ...within(folder)] : [...within(folder), folder]),
        ...(data === undefined ? [] : [...(loose ? [data] : []), ...within(data)]),
      ],
      cache: join(cacheFolder(environment), 'datasets', folders[0]),
      subfolder: loose ? '' : folders[0],
    }
  }
  const open = async (progress: (message: string) => void, signal?: AbortSignal) => {
    signal?.throwIfAborted()
    if (folder !== undefined) await requireFolder(folder, name)
    const network = { urls: mirrors, patience, fetch, signal, ...(delays !== undefined && { delays }) }
    return loadOfficialFiles(name, wanted, { ...places(), mirrors: network }, progress)
  }

  return {
    files: () => locateOfficialFiles(wanted, places()),
    async fetch(progress = () => {}, signal) {
      await open(progress, signal)
    },
    published: Object.fromEntries(wanted.map(publishedHash)),
    async load(progress = () => {}, signal): Promise<Dataset> {
      const opened = await open(progress, signal)
      const [x, y, xTest, yTest] = opened.map(({ data }) => data)
      const [, height, width] = files.trainImages.dimensions as [number, number, number]
      const dimensions = height * width
      const part = (from: number, to: number) =>
        bytesSplit({
          pixels: x!.subarray(from * dimensions, to * dimensions),
          labels: y!.subarray(from, to),
          dimensions,
        })
      const unproven = wanted.filter((_, place) => !opened[place]!.proven).map((file) => file.name)
      const notes = [
        ...(train !== undefined && train < left ? [`trained on the first ${train} of ${left} images`] : []),
        ...(unproven.length === 0
          ? []
          : [
              `${unproven.join(', ')}: not proven to be of ${name}, whose hashes are known of the compressed files only`,
            ]),
      ]
      return {
        name,
        spec: { dimensions, range: [0, 1], image: [height, width], classes: 10 },
        train: part(0, train ?? left),
        validation: part(left, images),
        test: bytesSplit({ pixels: xTest!, labels: yTest!, dimensions }),
        hashes: Object.fromEntries(opened.map(({ hash }) => hash)),
        ...(notes.length > 0 && { notes }),
      }
    },
  }
}
