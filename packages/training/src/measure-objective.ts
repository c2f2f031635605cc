import type { Engine, Key, Objective, ObjectiveValue, Params, Split } from '@hourglass/core'
import { free, splitBatches } from '@hourglass/engine'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import { RunningMean } from './running-mean.js'

/**
 * Means over a whole split of `objective` and its terms; the same key draws the same corruptions.
 *
 * @param rows examples per call
 */
export function objectiveMeasure(
  engine: Engine,
  objective: Objective,
  rows: number,
): (params: Params, split: Split, key: Key) => Record<string, number> {
  const evaluate = engine.compile((inputs: { params: Params; x: Tensor2D; key: Key }) => {
    const { value, terms } = objective(inputs.params, inputs.x, inputs.key)
    return { value, terms }
  })
  return (params, split, key) => {
    const mean = new RunningMean()
    for (const { x, start } of splitBatches(split, rows)) {
      const batchKey = engine.random.fold(key, start)
      const outputs = evaluate({ params, x, key: batchKey })
      mean.add(readTerms(outputs), x.shape[0])
      free(x, batchKey, outputs.value, outputs.terms)
    }
    return mean.means()
  }
}

/** Reads an objective's value and terms to the host. */
export function readTerms({ value, terms }: ObjectiveValue): Record<string, number> {
  const read = Object.entries(terms).map(([name, term]) => [name, term.dataSync()[0]!] as const)
  return { objective: value.dataSync()[0]!, ...Object.fromEntries(read) }
}
