import { pipeline } from 'node:stream/promises'
import type { Gunzip, InflateRaw } from 'node:zlib'

/** Where unpacking ends: what would give more is taken for a bomb. */
export interface UnpackLimits {
  /** Bytes after unpacking. */
  readonly bytes: number
  /** Bytes after unpacking for each byte before, once `unmeasured` bytes have come: a small file may be very regular. */
  readonly ratio: number
  readonly unmeasured: number
}

/**
 * 16 GiB of text would be five times the largest of the classical sets. Numbers in columns of the same width pack up to
 * 300 : 1; the most that the format can do is 1032 : 1, and only with nothing in it.
 */
export const UNPACK_LIMITS: UnpackLimits = { bytes: 2 ** 34, ratio: 500, unmeasured: 2 ** 26 }

/**
 * Unpacks a stream piece by piece, in memory that does not grow with it. The checksum, where the format has one, is
 * proven by the end; a stream that goes on after its end, or ends before, is an error.
 *
 * @param tooMuch makes the error of what passes a limit; the decoder's own errors are thrown as they are
 */
export async function* inflateStream(
  packed: AsyncIterable<Uint8Array>,
  decoder: Gunzip | InflateRaw,
  limits: UnpackLimits,
  tooMuch: (limit: string) => Error,
): AsyncGenerator<Uint8Array> {
  const feeding = pipeline(packed, decoder)
  // The loop below throws the same error; without this line the process would end of it first.
  feeding.catch(() => {})
  let unpacked = 0
  try {
    for await (const chunk of decoder as AsyncIterable<Uint8Array>) {
      unpacked += chunk.length
      if (unpacked > limits.bytes) throw tooMuch(`${limits.bytes.toLocaleString('en')} bytes`)
      if (unpacked > limits.unmeasured && unpacked > limits.ratio * decoder.bytesWritten)
        throw tooMuch(`${limits.ratio} times its size`)
      yield chunk
    }
    await feeding
  } finally {
    decoder.destroy()
    await feeding.catch(() => {})
  }
}
