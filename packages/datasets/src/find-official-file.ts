import { open } from 'node:fs/promises'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'

import { largestLength, type OfficialFile } from './official-file.js'

export interface FoundFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The names that a file goes by: with `-` or `.` before `idx` (some archives unpack so), raw or compressed. */
export function fileNames({ name }: OfficialFile): string[] {
  return [name, name.replace('-idx', '.idx')].flatMap((variant) => [variant, `${variant}.gz`])
}

/**
 * Reads the first copy of a file in the given folders; `undefined` where none of them has it.
 *
 * @throws HourglassError `unreadable-file` for one that is there and cannot be read, `wrong-content` for one too large
 */
export async function findOfficialFile(file: OfficialFile, folders: readonly string[]): Promise<FoundFile | undefined> {
  for (const folder of folders)
    for (const name of fileNames(file)) {
      const path = join(folder, name)
      const bytes = await readIfPresent(path, file)
      if (bytes !== undefined) return { path, bytes }
    }
  return undefined
}

async function readIfPresent(path: string, file: OfficialFile): Promise<Uint8Array | undefined> {
  try {
    await using handle = await open(path, 'r')
    const status = await handle.stat()
    if (!status.isFile()) throw new Error('it is not a file')
    if (status.size > largestLength(file))
      throw new HourglassError('wrong-content', `the file is too large: ${status.size.toLocaleString('en')} bytes`, {
        place: { source: path },
        expected: `${file.name}, at most ${largestLength(file).toLocaleString('en')} bytes`,
        remedy: 'put the official file in its place, or delete it',
      })
    return await handle.readFile()
  } catch (cause) {
    if (cause instanceof HourglassError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new HourglassError('unreadable-file', `the file cannot be read: ${message}`, {
      place: { source: path },
      expected: `${file.name}, readable`,
      remedy: 'mend its permissions, or delete it',
      cause,
    })
  }
}
