import type { MetricContext, Params, Split } from '@hourglass/core'
import { batchTensor, free } from '@hourglass/engine'
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

/** Directions per call: rows of the identity. */
const DIRECTIONS = 1000

/**
 * The Jacobian of the encoder at each example of a split, exactly: J e_i for every direction e_i of the input, by the
 * model's `linearize`. Each is Jᵀ, [d_x, d_h] row-major. About d_x encodings an example.
 */
export function* jacobians(context: MetricContext, split: Split): Generator<Float32Array> {
  const { engine, model, params } = context
  const push = engine.compile(({ params, x, v }: { params: Params; x: Tensor2D; v: Tensor2D }) => ({
    pushed: model.linearize!(params, x).push(v),
  }))
  for (let example = 0; example < split.size; example++) {
    const x = batchTensor(split, [example])
    const dimensions = x.shape[1]
    const transposed = new Float32Array(dimensions * model.codeDimensions)
    try {
      for (let first = 0; first < dimensions; first += DIRECTIONS) {
        const v = identityRows(first, Math.min(DIRECTIONS, dimensions - first), dimensions)
        const { pushed } = push({ params, x, v })
        transposed.set(pushed.dataSync(), first * model.codeDimensions)
        free(v, pushed)
      }
    } finally {
      free(x)
    }
    yield transposed
  }
}

function identityRows(first: number, count: number, dimensions: number): Tensor2D {
  const rows = new Float32Array(count * dimensions)
  for (let row = 0; row < count; row++) rows[row * dimensions + first + row] = 1
  return tensor2d(rows, [count, dimensions])
}
