import { promisify } from 'node:util'
import * as zlib from 'node:zlib'

import { HourglassError } from '@hourglass/core'

const inflate = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip)

/** Whether bytes begin as a gzip file does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Unpacks a gzip file into at most `limit` bytes; what would give more (a gzip bomb) is stopped there.
 *
 * @param source the file's name, for messages
 * @throws HourglassError `invalid-gzip`
 */
export async function gunzip(bytes: Uint8Array, limit: number, source: string): Promise<Uint8Array> {
  try {
    return await inflate(bytes, { maxOutputLength: limit, chunkSize: Math.min(1 << 20, Math.max(64, limit)) })
  } catch (cause) {
    const tooLong = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    const reason = cause instanceof Error ? cause.message : String(cause)
    const message = tooLong
      ? `the compressed file unpacks to more than ${limit.toLocaleString('en')} bytes`
      : `the compressed file is damaged or cut short (${reason})`
    throw new HourglassError('invalid-gzip', message, {
      place: { source },
      expected: `a gzip file of at most ${limit.toLocaleString('en')} bytes of content`,
      remedy: 'put an undamaged copy in its place, or delete it',
      cause,
    })
  }
}
