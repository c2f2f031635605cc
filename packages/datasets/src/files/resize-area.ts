/** A picture of numbers, row-major, the channels of a pixel side by side. */
export interface Raster {
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly values: ArrayLike<number>
}

/**
 * Resizes by area averaging: a pixel of the result is the mean of what lies under it, parts of pixels counted by their
 * area. The mean over the whole picture stays what it is. Smaller pictures become blocks. Height and width are scaled
 * each on its own.
 *
 *     out[y] = Σ_s in[s] · |[y, y+1) · h_in / h_out ∩ [s, s+1)| · h_out / h_in      for rows, then likewise for columns
 */
export function resizeArea(
  { height, width, channels, values }: Raster,
  newHeight: number,
  newWidth: number,
): Float64Array {
  const rows = average(values, { outer: 1, from: height, to: newHeight, inner: width * channels })
  return average(rows, { outer: newHeight, from: width, to: newWidth, inner: channels })
}

/** Averages along the middle one of three axes. */
function average(
  values: ArrayLike<number>,
  { outer, from, to, inner }: { outer: number; from: number; to: number; inner: number },
): Float64Array {
  const result = new Float64Array(outer * to * inner)
  for (let target = 0; target < to; target++) {
    // In units of 1 / to, all whole numbers: no pixel gets a weight of 10⁻¹⁷ by rounding.
    const [start, end] = [target * from, (target + 1) * from]
    for (let source = Math.floor(start / to); source * to < end; source++) {
      const weight = (Math.min(end, (source + 1) * to) - Math.max(start, source * to)) / from
      for (let o = 0; o < outer; o++)
        for (let i = 0, at = (o * from + source) * inner, out = (o * to + target) * inner; i < inner; i++)
          result[out + i]! += weight * values[at + i]!
    }
  }
  return result
}
