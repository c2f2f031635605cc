import { add, exp, matMul, mul, sub, sum, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

/** K(x, z) = ⟨x, z⟩, or exp(−γ‖x − z‖²). */
export type SvmKernel = { readonly use: 'linear' } | { readonly use: 'rbf'; readonly gamma: number }

/** A kernel matrix that is never there as a whole. */
export interface KernelRows {
  readonly diagonal: Float32Array
  row(t: number): Float32Array
}

/** Numbers of a kernel matrix that are kept, of 128 MB. */
const KEPT = 2 ** 25

/** Room for kernel rows of n examples: for all of them where that is not too much, for two at the least. */
export function roomForRows(n: number, kept: number = KEPT): Float32Array {
  return new Float32Array(n * Math.max(2, Math.min(n, Math.floor(kept / n))))
}

/**
 * The rows of the kernel matrix of n examples, from their inner products [n, n]: ‖x − z‖² = ⟨x, x⟩ + ⟨z, z⟩ − 2⟨x, z⟩.
 * A row is there until as many others as there is room for have been asked for; then it is made again.
 *
 * @param room from `roomForRows`; for one kernel matrix at a time
 */
export function kernelRows(kernel: SvmKernel, products: Float32Array, room: Float32Array): KernelRows {
  const n = Math.sqrt(products.length)
  const squares = Float32Array.from({ length: n }, (_, t) => products[t * n + t]!)
  if (kernel.use === 'linear') return { diagonal: squares, row: (t) => products.subarray(t * n, (t + 1) * n) }
  const made = new Map<number, Float32Array>()
  const most = room.length / n
  const place = (): Float32Array => {
    if (made.size < most) return room.subarray(made.size * n, (made.size + 1) * n)
    const [oldest, row] = made.entries().next().value!
    made.delete(oldest)
    return row
  }
  const make = (t: number): Float32Array => {
    const row = place()
    for (let s = 0; s < n; s++)
      row[s] = Math.exp(-kernel.gamma * Math.max(0, squares[t]! + squares[s]! - 2 * products[t * n + s]!))
    return row
  }
  return {
    diagonal: new Float32Array(n).fill(1),
    row(t) {
      const row = made.get(t) ?? make(t)
      // Put in again as the latest one: a Map is in the order of its insertions.
      made.delete(t)
      made.set(t, row)
      return row
    },
  }
}

/** K between the rows of X, [batch, d], and those of Z, [n, d] → [batch, n], on the engine. */
export function kernelBlock(kernel: SvmKernel, X: Tensor2D, Z: Tensor2D): Tensor2D {
  return tidy(() => {
    const products: Tensor2D = matMul(X, Z, false, true)
    if (kernel.use === 'linear') return products
    const squares: Tensor2D = add(sum(mul(X, X), 1, true), sum(mul(Z, Z), 1))
    const distances: Tensor2D = sub(squares, mul(products, 2))
    return exp(mul(distances, -kernel.gamma))
  })
}
