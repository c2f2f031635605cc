import { join } from 'node:path'

import { cacheFolder, contentHash, type Dataset, type DatasetSource, HourglassError } from '@hourglass/core'

import { bytesSplit } from './bytes-split.js'
import { keepMade, type MadeExamples, madeFiles, readMade } from './made-files.js'

/** Examples in each split. */
export interface SplitSizes {
  readonly train: number
  readonly validation: number
  readonly test: number
}

/** How a set of pictures is made. The examples of the three splits follow each other: train, validation, test. */
export interface SetRecipe {
  readonly name: string
  /** Raised with every change after which the same options give other bytes. */
  readonly version: number
  readonly sizes: SplitSizes
  readonly image: readonly [height: number, width: number]
  readonly classes: number
  /** Everything else that decides on a byte: options, and hashes of what the set is made from. */
  readonly decides: Readonly<Record<string, unknown>>
  /** SHA-256 of what the set is made from, by name. */
  readonly hashes?: Readonly<Record<string, string>>
  readonly notes?: readonly string[]
  /** Pure but for reading what it is made from: the same bytes at every call. */
  make(progress: (message: string) => void, signal?: AbortSignal): Promise<MadeExamples>
}

/** SHA-256 of the images and of the labels of all three splits. */
export type MadeHashes = MadeExamples['hashes']

/**
 * A data set that is made, once: its bytes are kept in the per-user cache, under a name that follows from everything that
 * decides on them, and checked by their SHA-256 whenever they are read. A damaged copy is made again. A cache that cannot
 * be written is told as progress, and the set is made every time.
 *
 * @param recipe what to make; asked for at `load`, since it may have to read files to know
 * @param published what the set must come to with these options, where that is known
 * @throws HourglassError from `load` `wrong-content` where the bytes are not the published ones, and what `make` throws
 */
export function madeSet(
  recipe: () => SetRecipe | Promise<SetRecipe>,
  published?: MadeHashes,
  environment: NodeJS.ProcessEnv = process.env,
): DatasetSource {
  const folderOf = ({ name, version, sizes, decides }: SetRecipe): string =>
    join(
      cacheFolder(environment),
      'datasets',
      'made',
      `${name}-${contentHash({ version, sizes, decides }).slice(0, 16)}`,
    )

  const obtain = async (
    anew: boolean,
    progress: (message: string) => void = () => {},
    signal?: AbortSignal,
  ): Promise<Dataset> => {
    signal?.throwIfAborted()
    const given = await recipe()
    const folder = folderOf(given)
    const kept = anew ? undefined : await readMade(folder, progress)
    signal?.throwIfAborted()
    if (kept !== undefined) return datasetOf(given, kept, published)
    progress(`making ${given.name}`)
    const made = await given.make(progress, signal)
    signal?.throwIfAborted()
    const dataset = datasetOf(given, made, published)
    await keepMade(folder, { ...made, name: given.name, dimensions: given.image }, progress)
    return dataset
  }

  return {
    load: (progress, signal) => obtain(false, progress, signal),
    remake: (progress, signal) => obtain(true, progress, signal),
    files: async () => madeFiles(folderOf(await recipe())),
    ...(published !== undefined && { published: { ...published } }),
  }
}

function datasetOf(
  { name, sizes, image, classes, hashes, notes }: SetRecipe,
  made: MadeExamples,
  published: MadeHashes | undefined,
): Dataset {
  const dimensions = image[0] * image[1]
  const { train, validation, test } = sizes
  const { pixels, labels } = made
  if (labels.length !== train + validation + test || pixels.length !== labels.length * dimensions)
    throw new RangeError(
      `${name}: ${labels.length} labels, ${pixels.length} bytes for ${train} + ${validation} + ${test}`,
    )
  const found = made.hashes
  if (published !== undefined && (found.images !== published.images || found.labels !== published.labels))
    throw new HourglassError('wrong-content', `${name} comes out with other bytes than everywhere else`, {
      expected: `images of SHA-256 ${published.images}, labels of ${published.labels}`,
      remedy: `report it, with the Node version and the processor: found ${found.images} and ${found.labels}`,
    })
  const part = (from: number, size: number) =>
    bytesSplit({
      pixels: pixels.subarray(from * dimensions, (from + size) * dimensions),
      labels: labels.subarray(from, from + size),
      dimensions,
    })
  return {
    name,
    spec: { dimensions, range: [0, 1], image, classes },
    train: part(0, train),
    validation: part(train, validation),
    test: part(train + validation, test),
    hashes: { ...hashes, ...found },
    ...(notes !== undefined && notes.length > 0 && { notes }),
  }
}
