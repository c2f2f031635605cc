import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

import { HourglassError } from '@hourglass/core'
import { extract } from 'tar-stream'

export interface TarRequest {
  /** The bytes that each wanted file has, by its name without folders. */
  readonly wanted: ReadonlyMap<string, number>
  /** Called with each of them, in the order of the archive. */
  readonly take: (name: string, bytes: Uint8Array) => Promise<void>
  /** Unpacked bytes of the whole archive at which to give up. */
  readonly limit: number
  /** The archive's name, for messages. */
  readonly source: string
  readonly signal?: AbortSignal
}

/** More entries than any such archive has. */
const MOST_ENTRIES = 1000

/**
 * Reads the wanted files of a .tar.gz into memory, one at a time; nothing is written. Everything is refused that has no place
 * in a published archive: links, devices, names that leave their folder, a wanted file twice or of another size, more bytes
 * than `limit`. Nothing is allocated by what a header claims.
 *
 * @throws HourglassError `invalid-archive`
 */
export async function readTarGz(archive: AsyncIterable<Uint8Array>, request: TarRequest): Promise<void> {
  const { source, signal } = request
  const gunzip = createGunzip()
  // What it fails with comes out of the iteration as well.
  const flow = pipeline(Readable.from(archive), gunzip, { signal }).catch(() => {})
  try {
    await readTar(gunzip, request)
  } catch (cause) {
    signal?.throwIfAborted()
    if (cause instanceof HourglassError || !(cause instanceof Error)) throw cause
    throw invalidArchive(source, `the archive is damaged or cut short (${cause.message})`, cause)
  } finally {
    gunzip.destroy()
    await flow
  }
}

/** The same of a .tar. */
async function readTar(archive: AsyncIterable<Uint8Array>, request: TarRequest): Promise<void> {
  const { wanted, take, limit, source } = request
  const seen = new Set<string>()
  let entries = 0
  const unpacking = extract()
  const flow = pipeline(limited(archive, limit, source), unpacking)
  // A failure ends the iteration too; here it only must not go unheard before that.
  flow.catch(() => {})
  for await (const entry of unpacking) {
    const { name, type, size } = entry.header
    if (++entries > MOST_ENTRIES) throw invalidArchive(source, `the archive has more than ${MOST_ENTRIES} entries`)
    if (leavesFolder(name)) throw invalidArchive(source, `the entry ${JSON.stringify(name)} leaves its folder`)
    if (type !== 'file' && type !== 'directory')
      throw invalidArchive(
        source,
        `the entry ${JSON.stringify(name)} is a ${(type as string | null) ?? 'thing of an unknown type'}`,
      )
    // It may be null, whatever its type says; the entry would never end.
    if (!Number.isSafeInteger(size))
      throw invalidArchive(source, `${JSON.stringify(name)} has no size that can be read`)
    const file = name.split('/').at(-1)!
    const length = type === 'file' ? wanted.get(file) : undefined
    if (length === undefined) {
      entry.resume()
      continue
    }
    if (seen.has(file)) throw invalidArchive(source, `the archive has two files ${file}`)
    if (size !== length)
      throw invalidArchive(source, `${name} has ${count(size)}, and should have ${length.toLocaleString('en')}`)
    seen.add(file)
    const bytes = new Uint8Array(length)
    let filled = 0
    for await (const chunk of entry as AsyncIterable<Uint8Array>) {
      bytes.set(chunk, filled)
      filled += chunk.length
    }
    if (filled !== length) throw invalidArchive(source, `${name} ends after ${count(filled)}`)
    await take(file, bytes)
  }
  await flow
  const missing = [...wanted.keys()].filter((name) => !seen.has(name))
  if (missing.length > 0) throw invalidArchive(source, `the archive has no ${missing.join(', no ')}`)
}

async function* limited(chunks: AsyncIterable<Uint8Array>, limit: number, source: string): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const chunk of chunks) {
    total += chunk.length
    if (total > limit) throw invalidArchive(source, `the archive unpacks to more than ${count(limit)}`)
    yield chunk
  }
}

/** By the rules of every system: on another one the same archive would be no better. */
function leavesFolder(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\0/.test(name) || name.split(/[/\\]/).includes('..')
}

function invalidArchive(source: string, message: string, cause?: unknown): HourglassError {
  return new HourglassError('invalid-archive', message, {
    place: { source },
    expected: 'a .tar.gz as it was published: regular files and folders only',
    remedy: 'put the published archive in its place, or delete it',
    ...(cause !== undefined && { cause }),
  })
}

function count(bytes: number): string {
  return `${bytes.toLocaleString('en')} bytes`
}
