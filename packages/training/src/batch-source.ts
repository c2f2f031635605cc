import type { Engine, Split } from '@hourglass/core'
import { batchTensor, free } from '@hourglass/engine'
import { type Tensor, tensor1d, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'

/** A batch on its way into a step: its floats, or which rows of a table of bytes it is. */
export type Batch = { readonly x: Tensor2D } | { readonly table: Tensor; readonly places: Tensor1D }

/** Batches of a split for one training. */
export interface BatchSource {
  /** The caller's to dispose of by `release`. */
  batch(indices: Int32Array): Batch
  /** x of a batch; part of the step. */
  floats(batch: Batch): Tensor2D
  release(batch: Batch): void
  dispose(): void
}

/**
 * Where the split holds bytes and the engine takes them, they are handed over once and stay bytes, and a step makes the
 * floats of its batch itself; else the host makes them, batch by batch. The same numbers either way.
 */
export function batchSource({ byteRows }: Engine, split: Split): BatchSource {
  if (byteRows === undefined || split.bytes === undefined || split.size === 0) return hostBatches(split)
  const { pixels, rows } = split.bytes
  const table = byteRows.upload(pixels, split.rows([0]).length)
  return {
    batch: (indices) => ({ table, places: tensor1d(rows === undefined ? indices : rowsAt(rows, indices), 'int32') }),
    floats: (batch) => ('x' in batch ? batch.x : byteRows.take(batch.table, batch.places)),
    release: (batch) => 'places' in batch && free(batch.places),
    dispose: () => free(table),
  }
}

function hostBatches(split: Split): BatchSource {
  return {
    batch: (indices) => ({ x: batchTensor(split, indices) }),
    floats(batch) {
      if ('x' in batch) return batch.x
      throw new TypeError('a batch of another source')
    },
    release: (batch) => 'x' in batch && free(batch.x),
    dispose: () => {},
  }
}

function rowsAt(rows: Int32Array, indices: Int32Array): Int32Array {
  return indices.map((index) => rows[index]!)
}
