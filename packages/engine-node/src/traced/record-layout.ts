import type { TensorRecord } from '@hourglass/core'
import { Tensor } from '@tensorflow/tfjs-core'

import { sameShape } from './same-shape.js'

type Entry =
  | { readonly name: string; readonly layout: RecordLayout<TensorRecord> }
  | { readonly name: string; readonly dtype: string; readonly shape: readonly number[] }

/** Names, types and shapes of a nested record of tensors: to know a record again, and to make one like it. */
export class RecordLayout<R extends TensorRecord> {
  readonly #entries: readonly Entry[]

  constructor(record: R) {
    this.#entries = Object.entries(record).map(([name, value]) =>
      value instanceof Tensor
        ? { name, dtype: value.dtype, shape: value.shape }
        : { name, layout: new RecordLayout(value) },
    )
  }

  /** Whether a record is laid out like this; puts its tensors into a list, in order. Runs at every step: no texts, no copies. */
  matches(record: TensorRecord, tensors: Tensor[]): boolean {
    let place = 0
    for (const name in record) {
      const entry = this.#entries[place++]
      if (entry === undefined || entry.name !== name) return false
      const value = record[name]!
      if ('layout' in entry) {
        if (value instanceof Tensor || !entry.layout.matches(value, tensors)) return false
      } else {
        if (!(value instanceof Tensor) || value.dtype !== entry.dtype) return false
        if (!sameShape(value.shape, entry.shape)) return false
        tensors.push(value)
      }
    }
    return place === this.#entries.length
  }

  /** A record of this layout from tensors in order. */
  fill(tensors: Iterator<Tensor>): R {
    const record: Record<string, Tensor | TensorRecord> = {}
    for (const entry of this.#entries)
      record[entry.name] = 'layout' in entry ? entry.layout.fill(tensors) : (tensors.next().value as Tensor)
    return record as R
  }
}
