import { crc32, createInflateRaw } from 'node:zlib'

import { HourglassError } from '@hourglass/core'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl'

import { inflateStream, UNPACK_LIMITS, type UnpackLimits } from './inflate-stream.js'
import { type RandomAccess, readRange } from './random-access.js'

/** Where an entry lies in its archive. */
export interface ZipEntry {
  readonly name: string
  /** Bytes after unpacking. */
  readonly size: number
  readonly crc32: number
  readonly deflated: boolean
  /** Its packed bytes, from the archive's first byte. */
  readonly start: number
  readonly end: number
}

/** More files than any archive of numbers holds. */
const MAX_ENTRIES = 100_000
const SYMBOLIC_LINK = 0o120000

/** Whether bytes begin as a zip archive does, an empty one included. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && [0x0304, 0x0506].includes((bytes[2]! << 8) | bytes[3]!)
}

/**
 * Finds the entry of the first of `names` that the archive has, or where there are no names the only file in it. All
 * names are read and nothing else is unpacked. An archive with a name that leaves its folder is refused as a whole; an
 * entry that is encrypted, a link, there twice, packed in another way than by deflation, or called otherwise by its own
 * header, when it is the one wanted.
 *
 * @param source the archive's name, for messages
 * @throws HourglassError `invalid-zip`, `missing-file`
 */
export async function findZipEntry(
  archive: RandomAccess,
  names: readonly string[] | undefined,
  source: string,
): Promise<ZipEntry> {
  const refuse = refusal(source)
  let entries: Entry[]
  let found: Entry
  let start: number
  try {
    // The reader of the library lets a position beyond 2⁵³ escape as an exception that nobody can catch.
    const zip = await fromRandomAccessReaderPromise(new GuardedReader(archive), archive.size, {
      autoClose: false,
      strictFileNames: true,
    })
    entries = []
    for await (const entry of zip.eachEntry()) {
      if (entries.push(entry) > MAX_ENTRIES) throw refuse(`it has more than ${MAX_ENTRIES} entries`)
    }
    found = choose(entries, names, source)
    const header = await zip.readLocalFileHeaderPromise(found)
    if (!header.fileName.equals(found.fileNameRaw)) throw refuse(`"${found.fileName}" has two names`)
    start = header.fileDataStart
  } catch (cause) {
    if (cause instanceof HourglassError) throw cause
    throw refuse((cause as Error).message, cause)
  }
  const { fileName: name, externalFileAttributes, compressionMethod, compressedSize, uncompressedSize } = found
  if (found.isEncrypted()) throw refuse(`"${name}" is encrypted`)
  if (((externalFileAttributes >>> 16) & 0o170000) === SYMBOLIC_LINK) throw refuse(`"${name}" is a symbolic link`)
  if (compressionMethod !== 0 && compressionMethod !== 8)
    throw refuse(`"${name}" is packed by method ${compressionMethod}, not by deflation`)
  const deflated = compressionMethod === 8
  return { name, size: uncompressedSize, crc32: found.crc32, deflated, start, end: start + compressedSize }
}

function choose(entries: readonly Entry[], names: readonly string[] | undefined, source: string): Entry {
  const files = entries.filter((entry) => !entry.fileName.endsWith('/'))
  const wanted = names?.find((name) => files.some((entry) => entry.fileName === name))
  const found = names === undefined ? files : files.filter((entry) => entry.fileName === wanted)
  if (found.length === 1) return found[0]!
  if (wanted !== undefined) throw refusal(source)(`it has "${wanted}" twice`)
  const some = files.slice(0, 12).map((entry) => `"${entry.fileName}"`)
  const what = names === undefined ? `it holds ${files.length} files` : `it holds no file "${names[0]}"`
  throw new HourglassError('missing-file', `the archive does not say which file is meant: ${what}`, {
    place: { source },
    expected: `one of its files: ${some.join(', ')}${some.length < files.length ? ', …' : ''}`,
    remedy: `append the name of one to the path, as in ${source}/${files[0]?.fileName ?? 'name'}`,
  })
}

/**
 * The content of an entry, piece by piece: exactly as many bytes as its header says, with the checksum that it says,
 * proven with the last piece.
 *
 * @throws HourglassError `invalid-zip`
 */
export async function* unpackZipEntry(
  archive: RandomAccess,
  { name, size, deflated, start, end, crc32: checksum }: ZipEntry,
  source: string,
  signal?: AbortSignal,
  limits: UnpackLimits = UNPACK_LIMITS,
): AsyncGenerator<Uint8Array> {
  const refuse = refusal(source)
  const tooMuch = (limit: string): Error => refuse(`"${name}" unpacks to more than ${limit}`)
  if (size > limits.bytes) throw tooMuch(`${limits.bytes.toLocaleString('en')} bytes`)
  const packed = readRange(archive, start, end, signal)
  const decoder = deflated ? createInflateRaw({ chunkSize: 1 << 18 }) : undefined
  let [found, sum] = [0, 0]
  try {
    // The size is a limit of its own: what comes out beyond it is a lie, however little.
    const exact = { ...limits, bytes: size }
    for await (const chunk of decoder === undefined ? packed : inflateStream(packed, decoder, exact, tooMuch)) {
      found += chunk.length
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (cause) {
    if (cause instanceof HourglassError || signal?.aborted === true) throw cause
    throw refuse(`"${name}" is damaged or cut short: ${(cause as Error).message}`, cause)
  }
  if (decoder !== undefined && decoder.bytesWritten !== end - start)
    throw refuse(`"${name}" has ${end - start} packed bytes, but ends after ${decoder.bytesWritten}`)
  if (found !== size) throw refuse(`"${name}" unpacks to ${found} bytes, not to ${size}, as its header says`)
  if (sum !== checksum) throw refuse(`"${name}" is damaged: its checksum (CRC-32) does not fit`)
}

function refusal(source: string): (message: string, cause?: unknown) => HourglassError {
  return (message, cause) =>
    new HourglassError('invalid-zip', `the archive cannot be used: ${message}`, {
      place: { source },
      expected: 'an undamaged zip archive, stored or deflated, without encryption and links',
      remedy: 'put an undamaged copy in its place, or unpack it yourself and give the path of the file',
      cause,
    })
}

class GuardedReader extends RandomAccessReader {
  constructor(readonly file: RandomAccess) {
    super()
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.file.read(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset)
        callback(null)
      },
      (error: Error) => callback(error),
    )
  }
}
