/** The least and the greatest value in each column of rows of d numbers; what is not finite has no part in it. */
export interface ColumnRanges {
  readonly low: Float32Array
  readonly high: Float32Array
}

export function columnRanges(rows: Float32Array, d: number): ColumnRanges {
  const [low, high] = [new Float32Array(d).fill(Infinity), new Float32Array(d).fill(-Infinity)]
  for (const [place, value] of rows.entries()) {
    if (!Number.isFinite(value)) continue
    const column = place % d
    if (value < low[column]!) low[column] = value
    if (value > high[column]!) high[column] = value
  }
  return { low, high }
}

/**
 * Each number as the middle of its cell, of 2^bits equal cells of width Δ = (high − low)/2^bits; outside of the range as
 * the nearest cell. A number that is uniform in the range is moved by Δ²/12 in the mean square.
 */
export function quantise(rows: Float32Array, { low, high }: ColumnRanges, bits: number): Float32Array {
  const d = low.length
  const cells = 2 ** bits
  return rows.map((value, place) => {
    const [from, to] = [low[place % d]!, high[place % d]!]
    // A column that never changed has nothing to tell.
    if (!(to > from)) return to === from ? from : value
    const width = (to - from) / cells
    const cell = Math.min(cells - 1, Math.max(0, Math.floor((value - from) / width)))
    return from + (cell + 0.5) * width
  })
}
