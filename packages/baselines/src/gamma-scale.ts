import type { Split } from '@hourglass/core'
import { batchIndices, inOrder } from '@hourglass/engine'

const BATCH = 1000

/**
 * 1/(d_x·Var), Var the variance of all numbers of all examples, whatever their place; 1 where they are all the same. The
 * γ of an RBF kernel at which examples are neither all alike nor all strangers, for data of any range: what scikit-learn
 * calls `gamma='scale'`.
 */
export function gammaScale(split: Split): number {
  let [count, sum] = [0, 0]
  for (const rows of batches(split)) {
    count += rows.length
    for (const value of rows) sum += value
  }
  const mean = sum / count
  let squares = 0
  for (const rows of batches(split)) for (const value of rows) squares += (value - mean) ** 2
  // Σ(x − μ)² = count·Var, and count = size·d_x.
  return squares === 0 ? 1 : split.size / squares
}

function* batches(split: Split): Generator<Float32Array> {
  for (const indices of batchIndices(inOrder(split.size), BATCH)) yield split.rows(indices)
}
