import type { Split } from '@hourglass/core'
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

/** Consecutive pieces of an order; the last one may be shorter. */
export function* batchIndices(order: Int32Array, batch: number): Generator<Int32Array> {
  for (let start = 0; start < order.length; start += batch) yield order.subarray(start, start + batch)
}

/** 0 … size−1. */
export function inOrder(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, place) => place)
}

/** A whole split in order, `size` examples at a time; each x [≤ size, d_x] is the caller's to dispose of. */
export function* splitBatches(split: Split, size: number): Generator<{ readonly x: Tensor2D; readonly start: number }> {
  for (const indices of batchIndices(inOrder(split.size), size))
    yield { x: batchTensor(split, indices), start: indices[0]! }
}

/** These examples of a split as a new tensor [batch, d_x], the caller's to dispose of. */
export function batchTensor(split: Split, indices: ArrayLike<number>): Tensor2D {
  const rows = split.rows(indices)
  return tensor2d(rows, [indices.length, rows.length / indices.length])
}
