import { HourglassError } from '@hourglass/core'

import { gunzip, isGzip } from './gunzip.js'
import { type IdxArray, parseIdx } from './idx.js'
import { sha256 } from './sha256.js'

/** A published IDX file, known by its content. */
export interface OfficialFile {
  /** As published, without `.gz`: `train-images-idx3-ubyte`. */
  readonly name: string
  readonly dimensions: readonly number[]
  /** Of the uncompressed file, header included: the same content can be compressed in many ways. */
  readonly sha256: string
}

/** Bytes of the uncompressed file: magic number, one 32-bit size per dimension, the elements. */
export function officialLength({ dimensions }: OfficialFile): number {
  return 4 + 4 * dimensions.length + dimensions.reduce((product, size) => product * size, 1)
}

/** More than the file can take in any sensible form; what is larger is not read or downloaded at all. */
export function largestLength(file: OfficialFile): number {
  return Math.ceil(officialLength(file) * 1.01) + 65_536
}

/**
 * The array in a file's bytes, raw or gzip, once its content has been proven to be the official one.
 *
 * @param source the file's name or address, for messages
 * @throws HourglassError `invalid-gzip`, `invalid-idx`, `wrong-content`
 */
export async function openOfficial(file: OfficialFile, bytes: Uint8Array, source: string): Promise<IdxArray> {
  const content = isGzip(bytes) ? await gunzip(bytes, officialLength(file), source) : bytes
  const array = parseIdx(content, source)
  const expected = `${file.name}, ${file.dimensions.join(' × ')} unsigned bytes, SHA-256 ${file.sha256}`
  const remedy = 'put the official file in its place, or delete it'
  if (array.dimensions.join() !== file.dimensions.join())
    throw new HourglassError('wrong-content', `this holds ${array.dimensions.join(' × ')} unsigned bytes`, {
      place: { source },
      expected,
      remedy,
    })
  const found = sha256(content)
  if (found !== file.sha256)
    throw new HourglassError('wrong-content', `the content is not the official one: its SHA-256 is ${found}`, {
      place: { source },
      expected,
      remedy,
    })
  return array
}
