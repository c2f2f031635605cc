import { createReadStream } from 'node:fs'

import type { DataFile } from '@hourglass/core'
import { HourglassError } from '@hourglass/core'

import { locateFile, readFound } from '../find-official-file.js'
import { type FetchResult, keepDownload, type Network } from '../keep-download.js'
import { missingData } from '../missing-data.js'
import { sha256OfFile } from '../sha256-of-file.js'
import type { CifarArchive, CifarBatch } from './cifar-files.js'
import { batchLength, openBatch } from './open-batch.js'
import { readTarGz } from './tar-files.js'

/** Where the batches may be. */
export interface CifarPlaces {
  /** Searched in this order, the cache's last. */
  readonly folders: readonly string[]
  /** Downloads are kept here. */
  readonly cache: string
  readonly archive: CifarArchive
}

/** Where each batch is, the archive where that has to do; reads and downloads nothing. */
export async function locateBatches(
  batches: readonly CifarBatch[],
  { folders, archive }: CifarPlaces,
): Promise<(DataFile & { readonly archived?: boolean })[]> {
  const whole = await locateFile([archive.name], folders)
  return Promise.all(
    batches.map(async ({ name }) => {
      const path = await locateFile([`${name}.bin`, `${name}.bin.gz`], folders)
      if (path !== undefined) return { name: `${name}.bin`, path }
      return { name: `${name}.bin`, ...(whole !== undefined && { path: whole, archived: true }) }
    }),
  )
}

/**
 * Reads batches from the first places that have them: a file of each, or else the archive, or else the archive after it has
 * been downloaded. Each is proven to be the official one.
 *
 * @param all every batch that the archive holds
 * @param take called with the rows of each, in any order; they need not be kept
 * @param instead what would do without the files, for the message
 * @throws HourglassError `missing-data`, `unreadable-file`, `invalid-gzip`, `invalid-archive`, `wrong-content`, and what
 * `keepDownload` throws
 */
export async function loadBatches(
  batches: readonly CifarBatch[],
  all: readonly CifarBatch[],
  places: CifarPlaces,
  network: Network,
  take: (batch: CifarBatch, rows: Uint8Array) => void,
  progress: (message: string) => void,
): Promise<void> {
  const { archive, folders } = places
  const found = await locateBatches(batches, places)
  const absent = batches.filter((_, place) => found[place]!.path === undefined)
  let path = found.find(({ archived }) => archived)?.path
  if (absent.length > 0) {
    const result = await fetchArchive(places, network, progress)
    if ('failures' in result) throw missing(batches, absent, places, result.failures)
    path = await locateFile([archive.name], folders)
  }

  for (const [place, batch] of batches.entries()) {
    const { path, archived } = found[place]!
    if (path === undefined || archived) continue
    progress(`reading ${path}`)
    const limit = Math.ceil(batchLength(batch) * 1.01) + 65_536
    take(batch, await openBatch(batch, await readFound(path, limit, `${batch.name}.bin`), path))
    network.signal?.throwIfAborted()
  }

  const packed = batches.filter((_, place) => found[place]!.path === undefined || found[place]!.archived)
  if (path === undefined || packed.length === 0) return
  progress(`reading ${path}`)
  await readArchive(path, packed, all, take, network.signal)
}

/** Reads batches out of the archive. */
export async function readArchive(
  path: string,
  batches: readonly CifarBatch[],
  all: readonly CifarBatch[],
  take: (batch: CifarBatch, rows: Uint8Array) => void,
  signal?: AbortSignal,
  archive: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: 1 << 18 }),
): Promise<void> {
  const wanted = new Map(batches.map((batch) => [`${batch.name}.bin`, batch]))
  await readTarGz(archive, {
    wanted: new Map(batches.map((batch) => [`${batch.name}.bin`, batchLength(batch)])),
    // Twice what is in it: room for anything but a bomb.
    limit: 2 * all.reduce((sum, batch) => sum + batchLength(batch), 1 << 20),
    source: path,
    signal,
    async take(name, bytes) {
      const batch = wanted.get(name)!
      take(batch, await openBatch(batch, bytes, `${path} ${name}`))
    },
  })
}

/** The archive, proven and kept in the cache. */
function fetchArchive(
  { archive, cache }: CifarPlaces,
  network: Network,
  progress: (message: string) => void,
): Promise<FetchResult<true>> {
  const wanted = {
    names: [archive.name] as const,
    limit: archive.bytes,
    async prove(path: string, source: string) {
      const found = await sha256OfFile(path, network.signal)
      if (found === archive.sha256) return { proven: true as const, name: archive.name }
      throw new HourglassError('wrong-content', `the content is not the official one: its SHA-256 is ${found}`, {
        place: { source },
        expected: `${archive.name}, ${archive.bytes.toLocaleString('en')} bytes, SHA-256 ${archive.sha256}`,
      })
    },
  }
  return keepDownload(wanted, archive.urls, cache, network, progress)
}

function missing(
  batches: readonly CifarBatch[],
  absent: readonly CifarBatch[],
  { folders, cache, archive }: CifarPlaces,
  failures: readonly string[],
): HourglassError {
  const testOnly = absent.length === 1 && absent[0] === batches.at(-1) && absent[0]!.name === 'test_batch'
  return missingData({
    name: 'cifar-bw',
    wanted: absent.map(({ name, sha256 }) => `${name}.bin, SHA-256 ${sha256}`),
    form: 'raw or with .gz, the SHA-256 being that of the uncompressed content',
    searched: folders,
    failures,
    download: `${archive.name} (SHA-256 ${archive.sha256}), or the files above,`,
    cache,
    subfolder: '',
    instead: testOnly
      ? 'set the option `testBatch` to data_batch_5, which then is held out in place of the test set'
      : 'use mnist-10k, which needs none',
  })
}
