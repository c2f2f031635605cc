import type { Split } from '@hourglass/core'
import { slice, type Tensor2D } from '@tensorflow/tfjs-core'

/** d floats for each example of a split; asked for at every batch, so that they may change between two. */
export interface Targets {
  readonly dimensions: number
  /** The floats of one example. */
  of(example: number): ArrayLike<number>
}

/**
 * A split whose examples have their targets beside them, [x | t], so that a training that knows examples alone hands
 * both to its rule. Without bytes, for a target is floats.
 */
export function splitWithTargets(split: Split, targets: Targets): Split {
  return {
    size: split.size,
    rows(indices) {
      const rows = split.rows(indices)
      const dimensions = rows.length / indices.length
      const both = new Float32Array(indices.length * (dimensions + targets.dimensions))
      for (let row = 0; row < indices.length; row++) {
        const start = row * (dimensions + targets.dimensions)
        both.set(rows.subarray(row * dimensions, (row + 1) * dimensions), start)
        both.set(targets.of(indices[row]!), start + dimensions)
      }
      return both
    },
  }
}

/** x [n, d_x] and t [n, rest] of [x | t]. */
export function partTargets(both: Tensor2D, dimensions: number): { readonly x: Tensor2D; readonly targets: Tensor2D } {
  return { x: slice(both, [0, 0], [-1, dimensions]), targets: slice(both, [0, dimensions], [-1, -1]) }
}
