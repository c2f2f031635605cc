import { convertIndexedToRgb, decode } from 'fast-png'

import type { DecodedImage, RefuseImage } from './decoded-image.js'
import { PNG_COLOURS, PNG_SIGNATURE, type PngChunks, readPngChunks } from './png-chunks.js'

/** Whether bytes begin as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, place) => bytes[place] === byte)
}

/**
 * Decodes a PNG into bytes. A sample of b bits becomes the nearest of the 256 levels, round(255 · sample / (2ᵇ − 1)).
 *
 * @throws HourglassError `invalid-image`, and whatever the decoder throws
 */
export function decodePng(bytes: Uint8Array, limit: number, refuse: RefuseImage): DecodedImage {
  const chunks = readPngChunks(bytes, limit, refuse)
  const { width, height, depth, colour } = chunks
  const decoded = decode(chunks.file)
  if (colour === 3) {
    const pixels = convertIndexedToRgb(decoded)
    return { width, height, channels: pixels.length === 4 * width * height ? 4 : 3, pixels }
  }
  const channels = PNG_COLOURS[colour].samples
  const samples = depth < 8 ? unpack(decoded.data, chunks) : decoded.data
  // A copy, where none is needed, would be the largest thing here.
  const pixels =
    depth === 8 ? new Uint8Array(samples.buffer, samples.byteOffset, samples.length) : toBytes(samples, 2 ** depth - 1)
  if (chunks.transparency === undefined) return { width, height, channels, pixels }
  return { width, height, ...withAlpha(samples, pixels, channels, chunks.transparency, refuse) }
}

/** Grey samples of 1, 2 or 4 bits, side by side in bytes that begin anew with each row. */
function unpack(packed: ArrayLike<number>, { width, height, depth }: PngChunks): Uint8Array {
  const samples = new Uint8Array(width * height)
  const [rowBytes, perByte, mask] = [Math.ceil((width * depth) / 8), 8 / depth, 2 ** depth - 1]
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to++) {
      const byte = packed[y * rowBytes + Math.floor(x / perByte)]!
      samples[to] = (byte >> (8 - depth * ((x % perByte) + 1))) & mask
    }
  return samples
}

function toBytes(samples: ArrayLike<number>, highest: number): Uint8Array {
  const bytes = new Uint8Array(samples.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round((samples[i]! * 255) / highest)
  return bytes
}

/** The one colour that the chunk tRNS names, before it was made bytes, is wholly transparent; all others are opaque. */
function withAlpha(
  samples: ArrayLike<number>,
  pixels: Uint8Array,
  channels: number,
  transparency: Uint8Array,
  refuse: RefuseImage,
): Pick<DecodedImage, 'channels' | 'pixels'> {
  if ((channels !== 1 && channels !== 3) || transparency.length !== 2 * channels)
    throw refuse(`the chunk tRNS has ${transparency.length} bytes, which does not fit the colour type`)
  const key = Array.from({ length: channels }, (_, c) => (transparency[2 * c]! << 8) | transparency[2 * c + 1]!)
  const size = pixels.length / channels
  const mixed = new Uint8Array(size * (channels + 1))
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < channels; c++) mixed[i * (channels + 1) + c] = pixels[i * channels + c]!
    mixed[i * (channels + 1) + channels] = key.every((value, c) => samples[i * channels + c] === value) ? 0 : 255
  }
  return { channels: channels === 1 ? 2 : 4, pixels: mixed }
}
