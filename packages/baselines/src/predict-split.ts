import type { Engine, Split, TensorRecord } from '@hourglass/core'
import { free, splitBatches } from '@hourglass/engine'
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'

import { ROWS } from './view.js'

/**
 * A compiled step that says one whole number of each example, int32 [batch], over whole splits. All that it depends on is
 * in its arguments.
 */
export function splitPredictor<Tensors extends TensorRecord>(
  engine: Engine,
  step: (tensors: Tensors, x: Tensor2D) => Tensor1D,
): (tensors: Tensors, split: Split) => Int32Array {
  const predict = engine.compile((given: { tensors: Tensors; x: Tensor2D }) => ({ said: step(given.tensors, given.x) }))
  return (tensors, split) => {
    const predictions = new Int32Array(split.size)
    for (const { x, start } of splitBatches(split, ROWS)) {
      const { said } = predict({ tensors, x })
      predictions.set(said.dataSync(), start)
      free(x, said)
    }
    return predictions
  }
}
