import { HourglassError } from '@hourglass/core'

import { decodeJpeg, isJpeg } from './decode-jpeg.js'
import { decodePng, isPng } from './decode-png.js'
import { type DecodedImage, MAX_PIXELS, refuseImage } from './decoded-image.js'

/**
 * Decodes a PNG or a JPEG, told apart by their content, into bytes. 16-bit samples become the nearest of 256 levels;
 * palettes and 1-, 2- and 4-bit grey become bytes; an orientation in Exif data is not applied. The size that the header
 * claims is refused above `limit` pixels before anything is allocated by it, and no more is ever unpacked than that
 * size needs.
 *
 * @param source the file's name, for messages
 * @throws HourglassError `invalid-image`
 */
export function decodeImage(bytes: Uint8Array, source: string, limit: number = MAX_PIXELS): DecodedImage {
  const refuse = refuseImage(source)
  try {
    if (isPng(bytes)) return decodePng(bytes, limit, refuse)
    if (isJpeg(bytes)) return decodeJpeg(bytes, limit, refuse)
  } catch (cause) {
    if (cause instanceof HourglassError) throw cause
    // A decoder tells damage by whatever it stumbles over: a TypeError, a RangeError, a string.
    throw refuse(
      `the picture cannot be decoded: ${cause instanceof Error ? cause.message : String(cause)}`,
      undefined,
      cause,
    )
  }
  if (bytes.length === 0) throw refuse('the file is empty')
  const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0'))
  throw refuse(`this is neither a PNG nor a JPEG: it begins with ${start.join(' ')}`)
}
