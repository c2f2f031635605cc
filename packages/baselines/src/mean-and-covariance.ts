import type { Split } from '@hourglass/core'
import { dispose, matMul, sum, tensor2d, tidy } from '@tensorflow/tfjs-core'

const BATCH = 1000

export interface Moments {
  /** μ, [d]. */
  readonly mean: Float64Array
  /** Σ = E[xxᵀ] − μμᵀ, [d, d] row-major. */
  readonly covariance: Float64Array
}

/** Mean and covariance over a split: products in float32 a batch at a time on the engine, sums in float64. */
export function meanAndCovariance(split: Split, dimensions: number): Moments {
  const mean = new Float64Array(dimensions)
  const covariance = new Float64Array(dimensions * dimensions)
  for (let start = 0; start < split.size; start += BATCH) {
    const size = Math.min(BATCH, split.size - start)
    const rows = split.rows(Int32Array.from({ length: size }, (_, place) => start + place))
    const [sums, products] = tidy(() => {
      const x = tensor2d(rows, [size, dimensions])
      return [sum(x, 0), matMul(x, x, true, false)]
    })
    accumulate(mean, sums.dataSync(), split.size)
    accumulate(covariance, products.dataSync(), split.size)
    dispose([sums, products])
  }
  for (let i = 0; i < dimensions; i++)
    for (let j = 0; j < dimensions; j++) covariance[i * dimensions + j]! -= mean[i]! * mean[j]!
  return { mean, covariance }
}

function accumulate(sums: Float64Array, values: ArrayLike<number>, count: number): void {
  for (let place = 0; place < sums.length; place++) sums[place]! += values[place]! / count
}
