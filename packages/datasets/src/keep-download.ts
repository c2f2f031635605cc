import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'

import { download, type DownloadSettings } from './download.js'
import { claimPartialFile, type PartialFile } from './partial-file.js'
import { unwritableCache } from './unwritable-cache.js'

/** How files come from the web. */
export type Network = Pick<DownloadSettings, 'patience' | 'delays' | 'fetch' | 'signal'>

export interface WantedFile<Proven> {
  /** The names that it may be kept under; the first one also names it on its way. */
  readonly names: readonly [string, ...string[]]
  /** Bytes at which to give up: more cannot be right. */
  readonly limit: number
  /**
   * Proves that the bytes at `path` are the right ones.
   *
   * @param source where they came from, for messages
   * @throws HourglassError where they are not
   */
  prove(path: string, source: string): Promise<{ readonly proven: Proven; readonly name: string }>
}

/** A file that has been downloaded and kept, or why each address failed. */
export type FetchResult<Proven> = { readonly proven: Proven } | { readonly failures: readonly string[] }

/** What is wrong with one address, so that the next is tried. */
const FAILURES_OF_A_MIRROR: readonly string[] = ['download-failed', 'invalid-gzip', 'invalid-idx', 'wrong-content']

/**
 * Downloads a file from the first address that gives the right content, and keeps it in `folder`. It gets its name by a
 * rename, and only once its content has been proven: what is in the cache is whole. What a download that failed has brought
 * stays for the next one where the server allows to go on with it, also in another process; a file that another process is
 * downloading is waited for.
 *
 * @throws HourglassError `unwritable-cache`, `invalid-proxy`
 */
export async function keepDownload<Proven>(
  file: WantedFile<Proven>,
  urls: readonly string[],
  folder: string,
  network: Network,
  progress: (message: string) => void,
): Promise<FetchResult<Proven>> {
  const failures: string[] = []
  const partial = await keeping(folder, async () => {
    await mkdir(folder, { recursive: true })
    return claimPartialFile(folder, file.names[0], async () => (await kept(file, folder)) !== undefined, {
      signal: network.signal,
      waiting: () => progress(`waiting for another process that downloads ${file.names[0]}`),
    })
  })
  if (partial === undefined) {
    const path = (await kept(file, folder))!
    return { proven: (await file.prove(path, path)).proven }
  }
  try {
    for (const url of urls)
      try {
        const { proven, name } = await fetchProven(file, url, partial, network, progress)
        await keeping(folder, () => partial.finish(join(folder, name)))
        return { proven }
      } catch (error) {
        network.signal?.throwIfAborted()
        if (!(error instanceof HourglassError) || !FAILURES_OF_A_MIRROR.includes(error.code)) throw error
        failures.push(`${url}: ${error.message}`)
        progress(`${url}: ${error.message}`)
      }
    return { failures }
  } catch (error) {
    // No room is left, or nothing may be written: at least nothing is left behind.
    if (error instanceof HourglassError && error.code === 'unwritable-cache') await partial.discard().catch(() => {})
    throw error
  } finally {
    await partial.release()
  }
}

async function fetchProven<Proven>(
  file: WantedFile<Proven>,
  url: string,
  partial: PartialFile,
  network: Network,
  progress: (message: string) => void,
): Promise<{ readonly proven: Proven; readonly name: string }> {
  progress(`downloading ${url}`)
  const settings: DownloadSettings = {
    ...network,
    limit: file.limit,
    progress: (received, total) =>
      progress(`downloading ${url}: ${megabytes(received)}${total === undefined ? '' : ` of ${megabytes(total)}`} MB`),
    retrying: (reason, delay) => progress(`${url}: ${reason}; trying again in ${delay / 1000} s`),
  }
  for (let again = false; ; again = true) {
    const inPieces = await download(url, partial, settings)
    try {
      return await file.prove(partial.path, url)
    } catch (error) {
      // Wrong bytes are of no use to the next one who tries.
      await keeping(partial.path, () => partial.restart({ url }))
      if (!inPieces || again) throw error
      progress(`${url}: the pieces do not fit: downloading it from the start`)
    }
  }
}

async function kept({ names }: WantedFile<unknown>, folder: string): Promise<string | undefined> {
  for (const name of names) {
    const path = join(folder, name)
    if ((await stat(path).catch(() => undefined))?.isFile() === true) return path
  }
  return undefined
}

async function keeping<T>(place: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    // Only what the file system says.
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause
    throw unwritableCache(place, cause)
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
