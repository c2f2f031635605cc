import type { Split } from '@hourglass/core'
import { free, splitBatches } from '@hourglass/engine'
import { matMul, sum, tidy } from '@tensorflow/tfjs-core'

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
  for (const { x } of splitBatches(split, BATCH)) {
    const [sums, products] = tidy(() => [sum(x, 0), matMul(x, x, true, false)])
    accumulate(mean, sums!.dataSync(), split.size)
    accumulate(covariance, products!.dataSync(), split.size)
    free(x, sums!, products!)
  }
  for (let i = 0; i < dimensions; i++)
    for (let j = 0; j < dimensions; j++) covariance[i * dimensions + j]! -= mean[i]! * mean[j]!
  return { mean, covariance }
}

function accumulate(sums: Float64Array, values: ArrayLike<number>, count: number): void {
  for (let place = 0; place < sums.length; place++) sums[place]! += values[place]! / count
}
