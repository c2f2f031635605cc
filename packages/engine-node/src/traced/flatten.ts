import type { TensorRecord } from '@hourglass/core'
import { Tensor } from '@tensorflow/tfjs-core'

/** The tensors of a nested record with their paths, in the record's order. */
export function flatten(record: TensorRecord, path: readonly string[] = []): { path: string[]; tensor: Tensor }[] {
  return Object.entries(record).flatMap(([name, value]) =>
    value instanceof Tensor ? [{ path: [...path, name], tensor: value }] : flatten(value, [...path, name]),
  )
}
