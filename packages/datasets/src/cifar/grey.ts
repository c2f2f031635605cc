/** Whole-number weights of red, green and blue, and what they are a fraction of. */
const WEIGHTS = {
  /** Y′ = 0.299 R′ + 0.587 G′ + 0.114 B′: ITU-R BT.601. */
  luma601: [299, 587, 114, 1000],
  /** Y′ = 0.2126 R′ + 0.7152 G′ + 0.0722 B′: ITU-R BT.709. */
  luma709: [2126, 7152, 722, 10_000],
  mean: [1, 1, 1, 3],
} as const

export type Grey = keyof typeof WEIGHTS
export const GREYS = Object.keys(WEIGHTS) as [Grey, ...Grey[]]

/**
 * One byte of grey for each pixel of red, green and blue planes: ⌊w·(R, G, B) / Σw + ½⌋ in whole numbers, so that it is the
 * same everywhere; a half is rounded up. Grey is kept: R = G = B = v gives v.
 *
 * @param planes three planes of equal length, one after the other
 * @param to where the bytes go, a third as many
 */
export function toGrey(planes: Uint8Array, grey: Grey, to: Uint8Array): void {
  const [red, green, blue, sum] = WEIGHTS[grey]
  const pixels = planes.length / 3
  if (to.length !== pixels) throw new RangeError(`${to.length} bytes for ${pixels} pixels`)
  // Doubled, so that a half is a whole number. Quotients below 256 are far from where a double could round to another one.
  for (let at = 0; at < pixels; at++) {
    const weighted = red * planes[at]! + green * planes[pixels + at]! + blue * planes[2 * pixels + at]!
    to[at] = Math.floor((2 * weighted + sum) / (2 * sum))
  }
}
