import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'
import writeFileAtomic from 'write-file-atomic'

import { download } from './download.js'
import { isGzip } from './gunzip.js'
import type { IdxArray } from './idx.js'
import { largestLength, type OfficialFile, openOfficial } from './official-file.js'

export interface Mirrors {
  /** Addresses of folders, each ending in `/`, tried in this order. */
  readonly urls: readonly string[]
  /** Milliseconds without a byte after which the next mirror is tried. */
  readonly patience: number
  readonly fetch: typeof globalThis.fetch
  /** Ends the search when aborted; its reason is thrown. */
  readonly signal?: AbortSignal
}

/** A file that has been downloaded and kept, or why each mirror failed. */
export type FetchResult = { readonly array: IdxArray } | { readonly failures: readonly string[] }

/**
 * Downloads a file from the first mirror that gives the official content and keeps it, compressed, in `folder`. It is
 * written to a temporary file and renamed, and only once its content has been proven: what is in the cache is whole.
 *
 * @throws HourglassError `unwritable-cache`
 */
export async function fetchOfficialFile(
  file: OfficialFile,
  { urls, patience, fetch, signal }: Mirrors,
  folder: string,
  progress: (message: string) => void,
): Promise<FetchResult> {
  await keeping(folder, () => mkdir(folder, { recursive: true }))
  const failures: string[] = []
  for (const mirror of urls) {
    const url = `${mirror}${file.name}.gz`
    try {
      progress(`downloading ${url}`)
      const bytes = await download(url, {
        limit: largestLength(file),
        patience,
        fetch,
        signal,
        progress: (received, total) =>
          progress(
            `downloading ${url}: ${megabytes(received)}${total === undefined ? '' : ` of ${megabytes(total)}`} MB`,
          ),
      })
      const array = await openOfficial(file, bytes, url)
      // A server may have unpacked the file in transit.
      const name = isGzip(bytes) ? `${file.name}.gz` : file.name
      await keeping(folder, () => writeFileAtomic(join(folder, name), Buffer.from(bytes)))
      return { array }
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof HourglassError) || error.code === 'unwritable-cache') throw error
      failures.push(`${url}: ${error.message}`)
      progress(`${url}: ${error.message}`)
    }
  }
  return { failures }
}

async function keeping(folder: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    throw new HourglassError('unwritable-cache', `the cache cannot be written: ${(cause as Error).message}`, {
      place: { source: folder },
      expected: 'a folder that can be written, with 12 MB free',
      remedy: 'make room or mend its permissions, or set HOURGLASS_CACHE to another folder',
      cause,
    })
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
