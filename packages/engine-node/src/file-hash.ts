import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { HourglassError } from '@hourglass/core'

/** Reads a file once and throws `wrong-hash` unless its SHA-256 (hexadecimal) is the expected one. */
export async function verifySha256(file: string, expected: string, signal?: AbortSignal): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal })
  const found = hash.digest('hex')
  if (found === expected) return
  throw new HourglassError('wrong-hash', `${basename(file)} is not the file it should be: SHA-256 ${found}`, {
    expected,
    remedy: 'try again; if it stays so, the package index or a proxy in between serves something else',
  })
}
