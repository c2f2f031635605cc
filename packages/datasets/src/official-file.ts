import { HourglassError } from '@hourglass/core'

import { gunzip, isGzip } from './gunzip.js'
import { type IdxArray, parseIdx } from './idx.js'
import { sha256 } from './sha256.js'

/** A published IDX file, known by its hash. */
export interface OfficialFile {
  /** As published, without `.gz`: `train-images-idx3-ubyte`. */
  readonly name: string
  readonly dimensions: readonly number[]
  readonly sha256: string
  /**
   * What the hash is of. `content`, where absent: of the uncompressed file, header included, so that it may be compressed in
   * any way. `compressed`: of the published .gz file, so that only that very file can be proven.
   */
  readonly hashOf?: 'content' | 'compressed'
  /** Files of the same name and shape that this one is taken for: SHA-256 of their content, and what they are. */
  readonly mistakenFor?: readonly { readonly sha256: string; readonly what: string }[]
}

/** An array, and what it was read from. */
export interface OpenedFile extends IdxArray {
  /** SHA-256 by the name of what was hashed: the published one, or that of the content where nothing is proven. */
  readonly hash: readonly [name: string, sha256: string]
  /** Whether the hash is the published one. */
  readonly proven: boolean
}

/** Bytes of the uncompressed file: magic number, one 32-bit size per dimension, the elements. */
export function officialLength({ dimensions }: OfficialFile): number {
  return 4 + 4 * dimensions.length + dimensions.reduce((product, size) => product * size, 1)
}

/** More than the file can take in any sensible form; what is larger is not read or downloaded at all. */
export function largestLength(file: OfficialFile): number {
  return Math.ceil(officialLength(file) * 1.01) + 65_536
}

/** SHA-256 of what was published, by its name. */
export function publishedHash({ name, sha256, hashOf }: OfficialFile): readonly [name: string, sha256: string] {
  return [hashOf === 'compressed' ? `${name}.gz` : name, sha256]
}

/**
 * The array in a file's bytes, raw or gzip, once they have been proven to be the official ones; or, where only a hash of the
 * compressed file is known and the bytes are not compressed, once header and size fit (`proven` is false then).
 *
 * @param source the file's name or address, for messages
 * @throws HourglassError `invalid-gzip`, `invalid-idx`, `wrong-content`
 */
export async function openOfficial(file: OfficialFile, bytes: Uint8Array, source: string): Promise<OpenedFile> {
  const compressed = isGzip(bytes)
  const content = compressed ? await gunzip(bytes, officialLength(file), source) : bytes
  const array = parseIdx(content, source)
  const [hashed, published] = publishedHash(file)
  const refuse = (message: string, remedy = 'put the official file in its place, or delete it'): HourglassError =>
    new HourglassError('wrong-content', message, {
      place: { source },
      expected: `${file.name}, ${file.dimensions.join(' × ')} unsigned bytes, SHA-256 of ${hashed} ${published}`,
      remedy,
    })

  if (array.dimensions.join() !== file.dimensions.join())
    throw refuse(`this holds ${array.dimensions.join(' × ')} unsigned bytes`)
  const ofContent = sha256(content)
  const other = file.mistakenFor?.find(({ sha256 }) => sha256 === ofContent)
  if (other !== undefined) throw refuse(`this is ${other.what}`)

  if (file.hashOf !== 'compressed') {
    if (ofContent !== published) throw refuse(`the content is not the official one: its SHA-256 is ${ofContent}`)
    return { ...array, hash: [hashed, published], proven: true }
  }
  if (!compressed) return { ...array, hash: [file.name, ofContent], proven: false }
  const found = sha256(bytes)
  if (found !== published)
    throw refuse(
      `the compressed file is not the published one: its SHA-256 is ${found}`,
      'put the published file in its place, or unpack this one if you trust it: its content cannot be proven',
    )
  return { ...array, hash: [hashed, published], proven: true }
}
