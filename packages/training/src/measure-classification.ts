import type { Engine, Key, Objective, Params, Split } from '@hourglass/core'
import { batchIndices, batchTensor, free, inOrder } from '@hourglass/engine'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import { readTerms } from './measure-objective.js'
import { RunningMean } from './running-mean.js'
import { type Given, labelTensor, requireLabels } from './supervised-rule.js'

/**
 * Means over a whole split of a classifier's `objective` and its terms. `error` is a count divided by the size, exact:
 * two parameter sets that are wrong as often are equal.
 *
 * @param rows examples per call
 */
export function classificationMeasure(
  engine: Engine,
  objective: (given: Given) => Objective,
  rows: number,
): (params: Params, fixed: Params, split: Split, key: Key) => Record<string, number> {
  const evaluate = engine.compile((inputs: { params: Params; given: Given; x: Tensor2D; key: Key }) => {
    const { value, terms } = objective(inputs.given)(inputs.params, inputs.x, inputs.key)
    return { value, terms }
  })
  return (params, fixed, split, key) => {
    const mean = new RunningMean()
    const labels = requireLabels(split)
    let wrong = 0
    for (const indices of batchIndices(inOrder(split.size), rows)) {
      const [x, ofBatch] = [batchTensor(split, indices), labelTensor(labels, indices)]
      const outputs = evaluate({ params, given: { labels: ofBatch, fixed }, x, key })
      const terms = readTerms(outputs)
      mean.add(terms, indices.length)
      // A fraction of a batch is rounded to float32; the count that it stands for is whole.
      wrong += Math.round(terms['error']! * indices.length)
      free(x, ofBatch, outputs.value, outputs.terms)
    }
    return { ...mean.means(), error: wrong / split.size }
  }
}
