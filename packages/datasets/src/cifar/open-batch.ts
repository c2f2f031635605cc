import { HourglassError } from '@hourglass/core'

import { gunzip, isGzip } from '../gunzip.js'
import { sha256 } from '../sha256.js'
import { type CifarBatch, ROW_BYTES } from './cifar-files.js'

/** Bytes of the uncompressed batch. */
export function batchLength({ rows }: CifarBatch): number {
  return rows * ROW_BYTES
}

/**
 * The rows of a batch, from its bytes, raw or gzip, once they have been proven to be the official ones.
 *
 * @param source the file's name, for messages
 * @throws HourglassError `invalid-gzip`, `wrong-content`
 */
export async function openBatch(batch: CifarBatch, bytes: Uint8Array, source: string): Promise<Uint8Array> {
  const length = batchLength(batch)
  // A raw batch does not begin as a gzip file does: its first byte is a label, at most 9.
  const content = isGzip(bytes) ? await gunzip(bytes, length, source) : bytes
  const found = sha256(content)
  if (found === batch.sha256) return content
  const what = content.length === length ? `its SHA-256 is ${found}` : `${content.length.toLocaleString('en')} bytes`
  throw new HourglassError('wrong-content', `the content is not the official one: ${what}`, {
    place: { source },
    expected: `${batch.name}.bin, ${length.toLocaleString('en')} bytes, SHA-256 ${batch.sha256}`,
    remedy: 'put the official file in its place, or delete it',
  })
}
