import type { Params } from '@hourglass/core'
import { type Tensor, tensor } from '@tensorflow/tfjs-core'

import type { NumericRecord } from './numeric-record.js'

/** Parameters read to the host, as float64. */
export function numbersOf(params: Params): NumericRecord {
  return Object.fromEntries(
    Object.entries(params).map(([name, values]) => [name, Float64Array.from(values.dataSync())] as const),
  )
}

/** Numbers as float32 tensors of the shapes that `like` has. */
export function tensorsOf(numbers: NumericRecord, like: Params): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(numbers).map(
      ([name, values]) => [name, tensor(Float32Array.from(values), like[name]!.shape)] as const,
    ),
  )
}

/** The rows of a matrix as float64. */
export function rowsOf(matrix: Tensor): Float64Array[] {
  const [rows, columns] = matrix.shape as [number, number]
  const values = Float64Array.from(matrix.dataSync())
  return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns))
}
