import type { DataFile } from '@hourglass/core'

import { fetchOfficialFile, type Mirrors } from './fetch-official-file.js'
import { fileNames, findOfficialFile, locateFile } from './find-official-file.js'
import { missingData } from './missing-data.js'
import { type OfficialFile, type OpenedFile, openOfficial, publishedHash } from './official-file.js'

/** Where the files of a data set may be. */
export interface Places {
  /** Searched in this order. */
  readonly folders: readonly string[]
  /** Searched last; downloads are kept here. */
  readonly cache: string
  /** Of a folder of data, where the files may be: '' for that folder itself. For messages. */
  readonly subfolder?: string
}

/** Where each file is; reads and downloads nothing. */
export async function locateOfficialFiles(
  files: readonly OfficialFile[],
  { folders, cache }: Places,
): Promise<DataFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const path = await locateFile(fileNames(file), [...folders, cache])
      return { name: file.name, ...(path !== undefined && { path }) }
    }),
  )
}

/**
 * All files of a data set, in the order given: each from the first folder that has it, or else downloaded. All folders
 * are searched for all files before anything is downloaded, so that a failure can name everything that is missing.
 *
 * @throws HourglassError `missing-data`, `unreadable-file`, `invalid-gzip`, `invalid-idx`, `wrong-content`, and what
 * `keepDownload` throws
 */
export async function loadOfficialFiles(
  name: string,
  files: readonly OfficialFile[],
  places: Places & { readonly mirrors: Mirrors },
  progress: (message: string) => void,
): Promise<OpenedFile[]> {
  const { folders, cache, mirrors, subfolder = '' } = places
  const searched = [...folders, cache]
  const opened: (OpenedFile | undefined)[] = []
  for (const file of files) {
    const found = await findOfficialFile(file, searched)
    if (found !== undefined) progress(`reading ${found.path}`)
    opened.push(found && (await openOfficial(file, found.bytes, found.path)))
    mirrors.signal?.throwIfAborted()
  }

  const missing = files.filter((_, place) => opened[place] === undefined)
  for (const [place, file] of missing.entries()) {
    const result = await fetchOfficialFile(file, mirrors, cache, progress)
    if (!('proven' in result)) {
      const left = missing.slice(place)
      throw missingData({
        name,
        wanted: left.map((each) => `${each.name}, SHA-256 ${publishedHash(each)[1]}`),
        form:
          file.hashOf === 'compressed'
            ? 'with .gz, the SHA-256 being that of the compressed file'
            : 'raw or with .gz, the SHA-256 being that of the uncompressed content',
        searched,
        failures: result.failures,
        download: left.map((each) => `${each.name}.gz`).join(', '),
        cache,
        subfolder,
        instead: 'use mnist-10k, which needs none',
      })
    }
    opened[files.indexOf(file)] = result.proven
  }
  return opened as OpenedFile[]
}
