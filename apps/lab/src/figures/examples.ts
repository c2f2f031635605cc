import type { Params, Split, Subject } from '@hourglass/core'
import { batchIndices, valuesOf } from '@hourglass/engine'
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

/** Rows of a call: a whole sample of pictures through a convolution would take too much memory. */
const ROWS = 500

/** Some examples of a split, with their codes. */
export interface EncodedExamples {
  readonly count: number
  /** x, [count, d_x] row-major. */
  readonly rows: Float32Array
  /** h(x), [count, d_h] row-major. */
  readonly codes: Float32Array
  readonly labels?: readonly number[]
}

/** `most` places of a split or, if it has fewer, all of them, evenly over it: it may be ordered by class. */
export function evenly(size: number, most: number): Int32Array {
  const count = Math.min(size, most)
  return Int32Array.from({ length: count }, (_, place) => Math.floor((place * size) / count))
}

/** These examples and h(x) of each. */
export function encodeExamples(
  subject: Pick<Subject, 'model'>,
  params: Params,
  split: Split,
  indices: Int32Array,
): EncodedExamples {
  const rows = split.rows(indices)
  return {
    count: indices.length,
    rows,
    codes: mapRows(rows, rows.length / indices.length, (x) => subject.model.encode(params, x)),
    ...(split.labels !== undefined && { labels: Array.from(indices, (index) => split.labels![index]!) }),
  }
}

/** E[y | θ(h)] of each code, [n, d_h] → [n, d_x]. */
export function decodeCodes({ model, loss }: Pick<Subject, 'model' | 'loss'>, params: Params, codes: Float32Array) {
  return mapRows(codes, model.codeDimensions, (h) => loss.mean(model.decode(params, h)))
}

/** f of rows of d numbers, a block of them at a time. */
export function mapRows(rows: Float32Array, d: number, f: (block: Tensor2D) => Tensor2D): Float32Array {
  const order = Int32Array.from({ length: rows.length / d }, (_, place) => place)
  const blocks = [...batchIndices(order, ROWS)].map(({ 0: start = 0, length }) =>
    valuesOf(() => f(tensor2d(rows.subarray(start * d, (start + length) * d), [length, d]))),
  )
  return joined(blocks)
}

/** One after the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const part of parts) {
    whole.set(part, start)
    start += part.length
  }
  return whole
}

/** Row i of rows of d numbers. */
export function rowOf(rows: Float32Array, d: number, i: number): Float32Array {
  return rows.subarray(i * d, (i + 1) * d)
}
