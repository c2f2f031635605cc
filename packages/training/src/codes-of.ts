import type { Autoencoder, Engine, Params, Split } from '@hourglass/core'
import { free, type Points, splitBatches } from '@hourglass/engine'
import type { Tensor2D } from '@tensorflow/tfjs-core'

/** Rows of a call. */
const ROWS = 500

/** The codes h(x) of a whole split in order, in blocks that are the caller's. */
export function codesOf({ compile }: Engine, model: Autoencoder): (params: Params, split: Split) => Points {
  const encode = compile(({ params, x }: { params: Params; x: Tensor2D }) => ({ h: model.encode(params, x) }))
  return (params, split) => {
    const blocks: Tensor2D[] = []
    for (const { x } of splitBatches(split, ROWS)) {
      blocks.push(encode({ params, x }).h)
      free(x)
    }
    return blocks
  }
}
