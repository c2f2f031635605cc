import { HourglassError } from '@hourglass/core'

import { fetchOfficialFile, type Mirrors } from './fetch-official-file.js'
import { fileNames, findOfficialFile } from './find-official-file.js'
import type { IdxArray } from './idx.js'
import { type OfficialFile, openOfficial } from './official-file.js'

/** Where the files of a data set may be. */
export interface Places {
  /** Searched in this order. */
  readonly folders: readonly string[]
  /** Searched last; downloads are kept here. */
  readonly cache: string
  readonly mirrors: Mirrors
}

/**
 * All files of a data set, in the order given: each from the first folder that has it, or else downloaded. All folders
 * are searched for all files before anything is downloaded, so that a failure can name everything that is missing.
 *
 * @throws HourglassError `missing-data`, `unreadable-file`, `invalid-gzip`, `invalid-idx`, `wrong-content`,
 * `unwritable-cache`
 */
export async function loadOfficialFiles(
  name: string,
  files: readonly OfficialFile[],
  places: Places,
  progress: (message: string) => void,
): Promise<IdxArray[]> {
  const folders = [...places.folders, places.cache]
  const arrays: (IdxArray | undefined)[] = []
  for (const file of files) {
    const found = await findOfficialFile(file, folders)
    if (found !== undefined) progress(`reading ${found.path}`)
    arrays.push(found && (await openOfficial(file, found.bytes, found.path)))
  }

  const missing = files.filter((_, place) => arrays[place] === undefined)
  for (const file of missing) {
    const result = await fetchOfficialFile(file, places.mirrors, places.cache, progress)
    if (!('array' in result)) throw missingData(name, missing.slice(missing.indexOf(file)), places, result.failures)
    arrays[files.indexOf(file)] = result.array
  }
  return arrays as IdxArray[]
}

function missingData(
  name: string,
  missing: readonly OfficialFile[],
  { folders, cache }: Places,
  failures: readonly string[],
): HourglassError {
  const lines = [
    `${missing.length} of the files of ${name} could be had neither from a folder nor from a mirror`,
    'searched:',
    ...[...folders, cache].map((folder) => `  ${folder}`),
    'mirrors:',
    ...failures.map((failure) => `  ${failure}`),
  ]
  const wanted = missing.map((file) => `    ${file.name}, SHA-256 ${file.sha256}`)
  return new HourglassError('missing-data', lines.join('\n'), {
    expected: ['raw or with .gz, the SHA-256 being that of the uncompressed content:', ...wanted].join('\n'),
    remedy: [
      `download ${missing.map((file) => fileNames(file)[1]).join(', ')} on a computer with a network and put them into`,
      `${cache}, or into any folder that HOURGLASS_DATA or the option \`folder\` names; or use mnist-10k, which needs none`,
    ].join(' '),
  })
}
