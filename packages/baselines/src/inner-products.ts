import { HourglassError } from '@hourglass/core'
import { matMul, tensor2d } from '@tensorflow/tfjs-core'

/** Rows of the product that are formed at a time. */
const BLOCK = 1000

/**
 * XXᵀ for the rows of X, [n, d] → [n, n], row-major: 4n² bytes on the host, a block of rows at a time on the engine.
 *
 * @throws HourglassError `invalid-data` where a row has no finite length
 */
export function innerProducts(rows: Float32Array, dimensions: number): Float32Array {
  const n = rows.length / dimensions
  const products = new Float32Array(n * n)
  const X = tensor2d(rows, [n, dimensions])
  for (let start = 0; start < n; start += BLOCK) {
    const size = Math.min(BLOCK, n - start)
    const block = tensor2d(rows.subarray(start * dimensions, (start + size) * dimensions), [size, dimensions])
    const product = matMul(block, X, false, true)
    products.set(product.dataSync(), start * n)
    block.dispose()
    product.dispose()
  }
  X.dispose()
  for (let i = 0; i < n; i++)
    if (!Number.isFinite(products[i * n + i]!))
      throw new HourglassError('invalid-data', `example ${i} of those handed to an SVM has no finite length`, {
        expected: 'finite numbers, whose squares have a sum in float32',
      })
  return products
}
