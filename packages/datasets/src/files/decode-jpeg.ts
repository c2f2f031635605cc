import { decode } from 'jpeg-js'

import type { DecodedImage, RefuseImage } from './decoded-image.js'
import { readJpegSegments } from './jpeg-segments.js'

/** Whether bytes begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}

/**
 * Decodes a JPEG, baseline or progressive, grey or colour. Chrominance is repeated, not interpolated, where it is
 * coarser than luminance, so that colours at edges differ a little from those of other programs.
 *
 * @throws HourglassError `invalid-image`, and whatever the decoder throws
 */
export function decodeJpeg(bytes: Uint8Array, limit: number, refuse: RefuseImage): DecodedImage {
  const { width, height, components, plain, file } = readJpegSegments(bytes, limit, refuse)
  const { data } = decode(file, {
    useTArray: true,
    formatAsRGBA: false,
    colorTransform: !plain,
    // Damage is refused all the same: it runs into a marker. Without this a grey picture with restarts is, too.
    tolerantDecoding: true,
    maxResolutionInMP: (limit + 1) / 1e6,
    maxMemoryUsageInMB: 1024,
  })
  if (components === 3) return { width, height, channels: 3, pixels: data }
  // The decoder writes grey three times.
  const pixels = new Uint8Array(width * height)
  for (let i = 0; i < pixels.length; i++) pixels[i] = data[3 * i]!
  return { width, height, channels: 1, pixels }
}
