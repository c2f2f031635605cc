import type { Engine, Key, Params, Split } from '@hourglass/core'
import { type Scalar, type Tensor2D } from '@tensorflow/tfjs-core'

import { batchIndices, batchTensor, inOrder } from './batches.js'
import { free } from './free.js'
import type { Objective } from './objective.js'
import { RunningMean } from './running-mean.js'

/** Examples per call where nothing is learned: large enough for fast products, small enough for any memory. */
export const EVALUATION_BATCH = 500

/** Means over a whole split of `objective` and its terms; the same key draws the same corruptions. */
export function objectiveMeasure(
  engine: Engine,
  objective: Objective,
): (params: Params, split: Split, key: Key) => Record<string, number> {
  const evaluate = engine.compile((inputs: { params: Params; x: Tensor2D; key: Key }) => {
    const { value, terms } = objective(inputs.params, inputs.x, inputs.key)
    return { value, terms }
  })
  return (params, split, key) => {
    const mean = new RunningMean()
    let batch = 0
    for (const indices of batchIndices(inOrder(split.size), EVALUATION_BATCH)) {
      const x = batchTensor(split, indices)
      const batchKey = engine.random.fold(key, batch++)
      const outputs = evaluate({ params, x, key: batchKey })
      mean.add(readTerms(outputs), indices.length)
      free(x, batchKey, outputs.value, outputs.terms)
    }
    return mean.means()
  }
}

/** Reads an objective's value and terms to the host. */
export function readTerms(outputs: {
  readonly value: Scalar
  readonly terms: Readonly<Record<string, Scalar>>
}): Record<string, number> {
  const terms = Object.entries(outputs.terms).map(([name, term]) => [name, term.dataSync()[0]!] as const)
  return { objective: outputs.value.dataSync()[0]!, ...Object.fromEntries(terms) }
}
