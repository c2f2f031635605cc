import type { Split } from '@hourglass/core'

import { stopIfAborted } from './stop-if-aborted.js'

const BATCH = 1000

export interface DataBatch {
  /** What `split.rows` gave. */
  readonly rows: Float32Array
  /** Place of its first example. */
  readonly start: number
  readonly size: number
}

/** All examples of a split in its order, a batch at a time; between two of them Ctrl-C is heard. */
export async function* dataBatches(split: Split, signal: AbortSignal): AsyncGenerator<DataBatch> {
  for (let start = 0; start < split.size; start += BATCH) {
    await stopIfAborted(signal)
    const size = Math.min(BATCH, split.size - start)
    yield { rows: split.rows(Int32Array.from({ length: size }, (_, place) => start + place)), start, size }
  }
}
