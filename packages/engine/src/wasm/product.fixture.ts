/** Numbers of both signs that no two places share. */
export function numbers(count: number, phase: number): Float32Array {
  return Float32Array.from({ length: count }, (_, place) => Math.sin(1.7 * place + phase))
}

/** Σ_k A_ik B_kj in float64, for each of `batch` pairs of row-major matrices; transposed ones are stored so. */
export function referenceProduct(
  a: Float32Array,
  b: Float32Array,
  [batch, rows, inner, columns]: readonly [number, number, number, number],
  transposeA: boolean,
  transposeB: boolean,
): Float64Array {
  const product = new Float64Array(batch * rows * columns)
  for (let which = 0; which < batch; which++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let k = 0; k < inner; k++) {
          const left = a[which * rows * inner + (transposeA ? k * rows + i : i * inner + k)]!
          const right = b[which * inner * columns + (transposeB ? j * inner + k : k * columns + j)]!
          product[(which * rows + i) * columns + j]! += left * right
        }
  return product
}

/** The largest |a_i − b_i|; NaN where any is. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN
  let largest = 0
  for (let place = 0; place < a.length; place++) largest = Math.max(largest, Math.abs(a[place]! - b[place]!))
  return largest
}
