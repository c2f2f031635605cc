import type { TensorRecord } from '@hourglass/core'
import { Tensor } from '@tensorflow/tfjs-core'

/** The tensors of a nested record with their paths, in the record's order. */
export function flatten(record: TensorRecord, path: readonly string[] = []): { path: string[]; tensor: Tensor }[] {
  return Object.entries(record).flatMap(([name, value]) =>
    value instanceof Tensor ? [{ path: [...path, name], tensor: value }] : flatten(value, [...path, name]),
  )
}

/** The record with other tensors in the places of its own, in the same order; empty records stay. */
export function replaced<R extends TensorRecord>(record: R, tensors: Iterator<Tensor>): R {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      value instanceof Tensor ? (tensors.next().value as Tensor) : replaced(value, tensors),
    ]),
  ) as R
}
