import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { HourglassError } from '@hourglass/core'
import { type Entry, openPromise, type ZipFile } from 'yauzl'

export interface UnpackOptions {
  /** The member's place below the folder, `/` between its parts; `undefined` leaves it out. */
  readonly place: (member: string) => string | undefined
  readonly onBytes?: (written: number) => void
  readonly signal?: AbortSignal
}

/**
 * Unpacks chosen members of a zip archive as plain files. Throws `unsafe-archive` where any member, chosen or not, or
 * any place names something outside the folder: then the archive is not what it says it is.
 */
export async function unpack(archive: string, folder: string, options: UnpackOptions): Promise<void> {
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false }).catch(unreadable(archive))
  try {
    let written = 0
    for await (const entry of zip.eachEntry()) {
      pathInside(folder, entry.fileName)
      const place = options.place(entry.fileName)
      if (place === undefined || entry.fileName.endsWith('/')) continue
      await writeMember(zip, entry, pathInside(folder, place), options.signal, (bytes) => {
        written += bytes
        options.onBytes?.(written)
      })
    }
  } catch (error) {
    // The library refuses absolute and climbing names itself, when it comes to them.
    if (error instanceof Error && /^(invalid relative path|absolute path|invalid characters)/.test(error.message)) {
      throw unsafe(error.message)
    }
    throw error
  } finally {
    zip.close()
  }
}

/** The full path of a name below a folder. Throws `unsafe-archive` where it is absolute or climbs out. */
export function pathInside(folder: string, name: string): string {
  const path = resolve(folder, name)
  const way = relative(folder, path)
  const outside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
  if (outside || isAbsolute(name) || name.includes('\\') || name.includes('\0')) throw unsafe(name)
  return path
}

async function writeMember(
  zip: ZipFile,
  entry: Entry,
  path: string,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length)
      done(null, chunk)
    },
  })
  await pipeline(await zip.openReadStreamPromise(entry), count, createWriteStream(path, { flags: 'wx' }), { signal })
}

function unsafe(name: string): HourglassError {
  return new HourglassError('unsafe-archive', `the archive names a file outside its folder: ${JSON.stringify(name)}`)
}

function unreadable(archive: string): (cause: unknown) => never {
  return (cause) => {
    throw new HourglassError('damaged-archive', `cannot read the archive ${archive}: ${String(cause)}`, { cause })
  }
}
