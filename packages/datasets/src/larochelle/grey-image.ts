/** A picture of one byte a pixel, row-major. */
export interface GreyImage {
  readonly name: string
  readonly height: number
  readonly width: number
  readonly pixels: Uint8Array
}

/** A picture as it was decoded: row-major, `channels` bytes a pixel (grey; grey, alpha; red, green, blue; and alpha). */
export interface ColourImage {
  readonly height: number
  readonly width: number
  readonly channels: 1 | 2 | 3 | 4
  readonly pixels: Uint8Array
}

/** Rec. 601: Y = 0.299 R + 0.587 G + 0.114 B, in thousandths. */
const [RED, GREEN, BLUE] = [299, 587, 114]
const THOUSANDTHS = RED + GREEN + BLUE

/**
 * A picture in grey, its longer side reduced to `longestSide`; one that is not longer keeps its size. What it holds of
 * transparency is left out of account.
 *
 * A pixel is the mean of the luma over the area that it covers, Σ overlap · Y / Σ overlap, rounded to the nearest byte.
 * Overlaps are counted in units in which they are whole, so that all sums are exact, and the bytes are the same on every
 * machine: H and W being the sides before, h and w after, a source pixel is h × w units large and a target pixel H × W.
 */
export function reducedGrey(name: string, source: ColourImage, longestSide: number): GreyImage {
  const { height, width } = source
  const longer = Math.max(height, width)
  const reduced = (side: number): number =>
    longer <= longestSide ? side : Math.max(1, Math.round((side * longestSide) / longer))
  const [h, w] = [reduced(height), reduced(width)]
  const sums = new Float64Array(h * w)
  const luma = lumaOf(source)
  for (let y = 0; y < height; y++)
    for (const [row, tall] of shares(y, height, h))
      for (let x = 0; x < width; x++) {
        const value = luma(y * width + x) * tall
        // A source pixel is no larger than a target pixel: it reaches into one or two.
        const first = Math.floor((x * w) / width)
        const end = Math.min((x + 1) * w, (first + 1) * width)
        sums[row * w + first]! += value * (end - x * w)
        if (end < (x + 1) * w) sums[row * w + first + 1]! += value * ((x + 1) * w - end)
      }
  const whole = height * width * THOUSANDTHS
  return { name, height: h, width: w, pixels: Uint8Array.from(sums, (sum) => Math.floor((sum + whole / 2) / whole)) }
}

/** The one or two of `to` targets into which source `at` of `from` reaches, and how many units each gets of it. */
function shares(at: number, from: number, to: number): [target: number, units: number][] {
  const [begin, end] = [at * to, (at + 1) * to]
  const first = Math.floor(begin / from)
  const border = (first + 1) * from
  return border >= end
    ? [[first, to]]
    : [
        [first, border - begin],
        [first + 1, end - border],
      ]
}

/** The luma of a pixel in thousandths: a whole number. */
function lumaOf({ channels, pixels }: ColourImage): (pixel: number) => number {
  if (channels <= 2) return (pixel) => THOUSANDTHS * pixels[pixel * channels]!
  return (pixel) => {
    const at = pixel * channels
    return RED * pixels[at]! + GREEN * pixels[at + 1]! + BLUE * pixels[at + 2]!
  }
}
