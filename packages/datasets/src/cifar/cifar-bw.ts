import { join } from 'node:path'

import { cacheFolder, type Dataset, type DatasetSource } from '@hourglass/core'
import { z } from 'zod'

import { bytesSplit } from '../bytes-split.js'
import type { Network } from '../keep-download.js'
import { proxyFetch } from '../proxy-fetch.js'
import { requireFolder } from '../require-folder.js'
import { type CifarPlaces, loadBatches, locateBatches } from './cifar-batches.js'
import {
  CIFAR_ARCHIVE,
  CIFAR_BATCHES,
  type CifarArchive,
  type CifarBatch,
  PIXELS,
  ROW_BYTES,
  TEST_BATCHES,
  TRAINING_BATCHES,
} from './cifar-files.js'
import { GREYS, toGrey } from './grey.js'

export const cifarBwOptions = z.strictObject({
  folder: z
    .string()
    .min(1)
    .optional()
    .describe('a folder with the .bin or .bin.gz batches or the archive, or with a folder `cifar10` of them'),
  grey: z.enum(GREYS).default('luma601').describe('the weights of red, green and blue'),
  testBatch: z
    .enum(TEST_BATCHES)
    .default('test_batch')
    .describe('the batch to test on; one of the training batches is held out where test_batch is not at hand'),
})

/** What a test replaces. */
export interface CifarSurroundings extends Omit<Network, 'signal'> {
  readonly batches: readonly CifarBatch[]
  readonly archive: CifarArchive
  readonly environment: NodeJS.ProcessEnv
}

/**
 * CIFAR-10 in grey: 32 × 32 bytes, x = byte / 255 ∈ [0, 1], ten classes. The last of the training batches (other than
 * `testBatch`) is the validation split, `testBatch` the test split, the others in their order the train split: 40,000 /
 * 10,000 / 10,000, or 30,000 / 10,000 / 10,000 where a training batch is held out, which a note says.
 *
 * Batches are taken from the first place that has them: `folder`, `HOURGLASS_DATA`, the cache (`datasets/cifar10`), the
 * folders `cifar10` and `cifar-10-batches-bin` in each; then the archive in the same places; then the web. Each is checked by
 * its SHA-256. Source: A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
 *
 * @throws HourglassError from `load` and `fetch` `missing-folder`, and what `loadBatches` throws
 */
export function cifarBw(
  { folder, grey, testBatch }: z.output<typeof cifarBwOptions>,
  surroundings?: CifarSurroundings,
): DatasetSource {
  const { batches, archive, environment, ...network } = surroundings ?? {
    batches: CIFAR_BATCHES,
    archive: CIFAR_ARCHIVE,
    patience: 30_000,
    fetch: proxyFetch(process.env),
    environment: process.env,
  }
  const training = TRAINING_BATCHES.filter((name) => name !== testBatch)
  // In the order of the splits: train, validation, test.
  const wanted = [...training, testBatch].map((name) => batches.find((batch) => batch.name === name)!)
  const places = (): CifarPlaces => {
    const cache = join(cacheFolder(environment), 'datasets', 'cifar10')
    const named = [folder, environment['HOURGLASS_DATA'] || undefined, cache].filter((place) => place !== undefined)
    const folders = named.flatMap((place) => [
      place,
      join(place, 'cifar10'),
      join(place, 'cifar-10-batches-bin'),
      join(place, 'cifar10', 'cifar-10-batches-bin'),
    ])
    return { folders, cache, archive }
  }
  const open = async (
    take: (batch: CifarBatch, rows: Uint8Array) => void,
    progress: (message: string) => void,
    signal?: AbortSignal,
  ): Promise<void> => {
    signal?.throwIfAborted()
    if (folder !== undefined) await requireFolder(folder, 'CIFAR-10')
    await loadBatches(wanted, batches, places(), { ...network, signal }, take, progress)
  }

  return {
    files: async () =>
      (await locateBatches(wanted, places())).map(({ name, path }) => ({ name, ...(path !== undefined && { path }) })),
    fetch: (progress = () => {}, signal) => open(() => {}, progress, signal),
    published: Object.fromEntries(wanted.map(({ name, sha256 }) => [`${name}.bin`, sha256])),
    async load(progress = () => {}, signal): Promise<Dataset> {
      const grown = wanted.map(
        ({ rows }, place) => wanted.slice(0, place).reduce((sum, each) => sum + each.rows, 0) + rows,
      )
      const total = grown.at(-1)!
      const pixels = new Uint8Array(total * PIXELS)
      const labels = new Uint8Array(total)
      const fill = (batch: CifarBatch, content: Uint8Array): void => {
        const first = grown[wanted.indexOf(batch)]! - batch.rows
        for (let row = 0; row < batch.rows; row++) {
          const at = row * ROW_BYTES
          labels[first + row] = content[at]!
          const to = (first + row) * PIXELS
          toGrey(content.subarray(at + 1, at + ROW_BYTES), grey, pixels.subarray(to, to + PIXELS))
        }
      }
      await open(fill, progress, signal)
      const part = (from: number, to: number) =>
        bytesSplit({
          pixels: pixels.subarray(from * PIXELS, to * PIXELS),
          labels: labels.subarray(from, to),
          dimensions: PIXELS,
        })
      const [validation, test] = [grown.at(-3)!, grown.at(-2)!]
      return {
        name: 'cifar-bw',
        spec: { dimensions: PIXELS, range: [0, 1], image: [32, 32], classes: 10 },
        train: part(0, validation),
        validation: part(validation, test),
        test: part(test, total),
        hashes: Object.fromEntries(wanted.map(({ name, sha256 }) => [`${name}.bin`, sha256])),
        ...(testBatch !== 'test_batch' && {
          notes: [
            `tested on ${testBatch}, which is held out from the training batches: ` +
              'numbers do not compare with those on the CIFAR-10 test set',
          ],
        }),
      }
    },
  }
}
