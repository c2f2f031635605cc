import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, dirname, sep } from 'node:path'
import { createGunzip } from 'node:zlib'

import { type DataFile, HourglassError } from '@hourglass/core'

import { isGzip } from '../gunzip.js'
import { inflateStream, UNPACK_LIMITS } from './inflate-stream.js'
import { accessFile, type RandomAccess, readRange, unreadable } from './random-access.js'
import { findZipEntry, isZip, unpackZipEntry } from './zip-entries.js'

/** What is read into memory as a whole: 2 GiB. */
export const MAX_FILE = 2 ** 31

/** The content of a data file while it is read, and its SHA-256 once it has been read to its end. */
export interface DataFileContent {
  readonly chunks: AsyncIterable<Uint8Array>
  /** Of the content as it is unpacked: the same for a file, the file compressed, and the file in an archive. */
  hash(): string
}

/**
 * Opens a file for reading from its beginning to its end, whatever it is packed in, told by content: plain, compressed
 * (gzip), or in a zip archive. A file in an archive is named as if the archive were a folder, `mnist.zip/train.amat`; an
 * archive of one file needs no more than its own path.
 *
 * @param suffix what may be left out at the end of a name in an archive
 * @throws HourglassError while it is read: `missing-file`, `unreadable-file`, `invalid-gzip`, `invalid-zip`
 */
export function openDataFile(path: string, signal?: AbortSignal, suffix = ''): DataFileContent {
  const digest = createHash('sha256')
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const { file, entry } = await locate(path)
    const access = await accessFile(file)
    try {
      for await (const chunk of unpacked(access, { path, file, entry, suffix, signal })) {
        signal?.throwIfAborted()
        digest.update(chunk)
        yield chunk
      }
    } catch (cause) {
      // A disk that fails in the middle throws an error of the system.
      throw cause instanceof HourglassError || signal?.aborted === true ? cause : unreadable(path, cause)
    } finally {
      await access.close()
    }
  }
  return { chunks: chunks(), hash: () => digest.digest('hex') }
}

interface Located {
  readonly path: string
  readonly file: string
  readonly entry?: string
  readonly suffix: string
  readonly signal?: AbortSignal
}

async function* unpacked(access: RandomAccess, { path, file, entry, suffix, signal }: Located) {
  const start = await access.read(0, Math.min(4, access.size))
  const archive = isZip(start)
  if (!archive && entry !== undefined) throw notAnArchive(path, file)
  if (archive) {
    const names = entry === undefined ? undefined : [entry, entry + suffix]
    const found = await findZipEntry(access, names, file)
    yield* unpackZipEntry(access, found, file, signal)
  } else {
    const content = readRange(access, 0, access.size, signal)
    yield* isGzip(start) ? ungzipped(content, path) : content
  }
}

async function* ungzipped(packed: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<Uint8Array> {
  const refuse = (message: string, cause?: unknown): HourglassError =>
    new HourglassError('invalid-gzip', message, {
      place: { source },
      expected: 'an undamaged gzip file',
      remedy: 'put an undamaged copy in its place, or unpack it yourself and give the path of the file',
      cause,
    })
  const decoder = createGunzip({ chunkSize: 1 << 18 })
  try {
    yield* inflateStream(packed, decoder, UNPACK_LIMITS, (limit) => refuse(`it unpacks to more than ${limit}`))
  } catch (cause) {
    if (!(cause as NodeJS.ErrnoException).code?.startsWith('Z_')) throw cause
    throw refuse(`the compressed file is damaged or cut short (${(cause as Error).message})`, cause)
  }
}

/** A file, or the part of the path that is one and the name within it. */
async function locate(path: string): Promise<{ file: string; entry?: string }> {
  let missing: unknown
  for (let file = path, entry: string | undefined; ;) {
    const status = await stat(file).catch((cause: NodeJS.ErrnoException) => cause)
    if (!(status instanceof Error)) {
      // A folder above what is not there: then the file is missing, and it is in no archive.
      if (entry !== undefined && !status.isFile()) throw unreadable(path, missing)
      return { file, entry }
    }
    missing ??= status
    const parent = dirname(file)
    if ((status.code !== 'ENOENT' && status.code !== 'ENOTDIR') || parent === file) throw unreadable(path, status)
    entry = entry === undefined ? basename(file) : `${basename(file)}/${entry}`
    file = parent
  }
}

function notAnArchive(path: string, file: string): HourglassError {
  return new HourglassError('missing-file', `${file} is a file and no zip archive: there can be nothing in it`, {
    place: { source: path },
    expected: `a file, or a file in a zip archive as in archive.zip${sep}name`,
    remedy: 'mend the path',
  })
}

/**
 * All of a file's content, at most `limit` bytes.
 *
 * @throws HourglassError as `openDataFile`, and `unreadable-file` for one that is larger
 */
export async function readDataFile(
  path: string,
  limit: number,
  signal?: AbortSignal,
  suffix?: string,
): Promise<{ bytes: Uint8Array; hash: string }> {
  const { chunks, hash } = openDataFile(path, signal, suffix)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > limit)
      throw new HourglassError('unreadable-file', `it has more than ${limit.toLocaleString('en')} bytes`, {
        place: { source: path },
        expected: `at most ${limit.toLocaleString('en')} bytes`,
        remedy: 'divide it into several files, or take a part of it',
      })
    parts.push(chunk)
  }
  return { bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts, size), hash: hash() }
}

/** The files that a data set reads, each with where it is if it is there. */
export async function listDataFiles(paths: Readonly<Record<string, string | undefined>>): Promise<DataFile[]> {
  const given = Object.entries(paths).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Promise.all(
    given.map(async ([name, path]) => {
      const found = await locate(path).then(
        () => true,
        (error: HourglassError) => {
          if (error.code === 'missing-file') return false
          throw error
        },
      )
      return found ? { name, path } : { name }
    }),
  )
}
