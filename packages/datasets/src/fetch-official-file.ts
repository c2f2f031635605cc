import { readFile } from 'node:fs/promises'

import { HourglassError } from '@hourglass/core'

import { isGzip } from './gunzip.js'
import { type FetchResult, keepDownload, type Network } from './keep-download.js'
import { largestLength, type OfficialFile, type OpenedFile, openOfficial } from './official-file.js'

export interface Mirrors extends Network {
  /** Addresses of folders, each ending in `/`, tried in this order. */
  readonly urls: readonly string[]
}

/**
 * Downloads a file from the first mirror that gives the official content and keeps it, compressed, in `folder`.
 *
 * @throws HourglassError as `keepDownload` does
 */
export function fetchOfficialFile(
  file: OfficialFile,
  { urls, ...network }: Mirrors,
  folder: string,
  progress: (message: string) => void,
): Promise<FetchResult<OpenedFile>> {
  const compressed = `${file.name}.gz`
  const wanted = {
    names: [compressed, file.name] as const,
    limit: largestLength(file),
    async prove(path: string, source: string) {
      const bytes = await readFile(path)
      const proven = await openOfficial(file, bytes, source)
      // What a user put somewhere is their own affair; what comes from the web is proven or not kept.
      if (!proven.proven)
        throw new HourglassError('wrong-content', 'it was unpacked on its way, so that nothing proves it', {
          place: { source },
          expected: `${compressed}, SHA-256 ${file.sha256}`,
        })
      // A server may have unpacked the file in transit.
      return { proven, name: isGzip(bytes) ? compressed : file.name }
    },
  }
  return keepDownload(
    wanted,
    urls.map((mirror) => mirror + compressed),
    folder,
    network,
    progress,
  )
}
