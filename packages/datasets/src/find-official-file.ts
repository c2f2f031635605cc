import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'

import { largestLength, type OfficialFile } from './official-file.js'

export interface FoundFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The names that a file goes by: with `-` or `.` before `idx` (some archives unpack so), raw or compressed. */
export function fileNames({ name, hashOf }: OfficialFile): string[] {
  const names = [name, name.replace('-idx', '.idx')].flatMap((variant) => [variant, `${variant}.gz`])
  // The one that can be proven first.
  return hashOf === 'compressed'
    ? names.toSorted((a, b) => Number(b.endsWith('.gz')) - Number(a.endsWith('.gz')))
    : names
}

/** Where the first of some names is in the given folders, nothing being read; `undefined` where none of them has it. */
export async function locateFile(names: readonly string[], folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders)
    for (const name of names) {
      const path = join(folder, name)
      if (await isThere(path, name)) return path
    }
  return undefined
}

/**
 * Reads the first copy of a file in the given folders; `undefined` where none of them has it.
 *
 * @throws HourglassError `unreadable-file` for one that is there and cannot be read, `wrong-content` for one too large
 */
export async function findOfficialFile(file: OfficialFile, folders: readonly string[]): Promise<FoundFile | undefined> {
  const path = await locateFile(fileNames(file), folders)
  return path === undefined ? undefined : { path, bytes: await readFound(path, largestLength(file), file.name) }
}

/**
 * Reads a file of at most `limit` bytes.
 *
 * @param what which file it should be, for messages
 * @throws HourglassError `unreadable-file`, `wrong-content`
 */
export async function readFound(path: string, limit: number, what: string): Promise<Uint8Array> {
  try {
    await using handle = await open(path, 'r')
    const status = await handle.stat()
    if (!status.isFile()) throw new Error('it is not a file')
    if (status.size > limit)
      throw new HourglassError('wrong-content', `the file is too large: ${status.size.toLocaleString('en')} bytes`, {
        place: { source: path },
        expected: `${what}, at most ${limit.toLocaleString('en')} bytes`,
        remedy: 'put the official file in its place, or delete it',
      })
    return await handle.readFile()
  } catch (cause) {
    throw cause instanceof HourglassError ? cause : unreadable(path, what, cause)
  }
}

async function isThere(path: string, what: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return false
    throw unreadable(path, what, cause)
  }
}

function unreadable(path: string, what: string, cause: unknown): HourglassError {
  return new HourglassError('unreadable-file', `the file cannot be read: ${(cause as Error).message}`, {
    place: { source: path },
    expected: `${what}, readable`,
    remedy: 'mend its permissions, or delete it',
    cause,
  })
}
