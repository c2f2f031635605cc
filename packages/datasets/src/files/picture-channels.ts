import type { DecodedImage } from './decoded-image.js'

/** Parts of red, green and blue in luma, as in ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const

/**
 * The pixels of a picture as grey (1 channel) or as red, green, blue (3 channels), before any rounding: grey is
 * 0.299 R + 0.587 G + 0.114 B. What is transparent shows `background`: α · x + (1 − α) · background.
 *
 * @returns undefined where something is transparent, and there is no background
 */
export function pictureChannels(
  { channels, pixels, width, height }: DecodedImage,
  wanted: 1 | 3,
  background: number | undefined,
): Float64Array | undefined {
  const result = new Float64Array(width * height * wanted)
  const colours = channels < 3 ? 1 : 3
  const hasAlpha = channels === 2 || channels === 4
  for (let from = 0, to = 0; from < pixels.length; from += channels, to += wanted) {
    const alpha = hasAlpha ? pixels[from + channels - 1]! / 255 : 1
    if (alpha < 1 && background === undefined) return undefined
    const over = alpha < 1 ? (1 - alpha) * background! : 0
    const [red, green, blue] = [pixels[from]!, pixels[from + (colours === 3 ? 1 : 0)]!, pixels[from + colours - 1]!]
    if (wanted === 3) {
      result[to] = alpha * red + over
      result[to + 1] = alpha * green + over
      result[to + 2] = alpha * blue + over
    } else {
      const grey = colours === 1 ? red : LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue
      result[to] = alpha * grey + over
    }
  }
  return result
}
