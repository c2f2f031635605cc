import type { MetricContext } from '@hourglass/core'
import type { Tensor } from '@tensorflow/tfjs-core'

import { type BatchInputs, type BatchOptions, evaluateBatches } from './evaluate-batches.js'

type Compute<Name extends string> = (inputs: BatchInputs) => Readonly<Record<Name, Tensor>>

/** By name, the mean over the examples of a split of one number each: `compute` gives tensors [n]. */
export function meanOverExamples<Name extends string>(
  context: MetricContext,
  compute: Compute<Name>,
  options?: BatchOptions,
): Record<Name, number> {
  const rows: Readonly<Record<string, Float64Array>> = meanRowOverExamples(context, compute, options)
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row[0]])) as Record<Name, number>
}

/** By name, the mean over the examples of a split of a row of numbers each: `compute` gives [n, width]. In float64. */
export function meanRowOverExamples<Name extends string>(
  context: MetricContext,
  compute: Compute<Name>,
  options: BatchOptions = {},
): Record<Name, Float64Array> {
  const { size: examples } = options.split ?? context.split
  const means: Record<string, Float64Array> = {}
  for (const { size, values } of evaluateBatches(context, compute, options))
    for (const [name, numbers] of Object.entries<ArrayLike<number>>(values)) {
      const width = numbers.length / size
      const mean = (means[name] ??= new Float64Array(width))
      for (let place = 0; place < numbers.length; place++) mean[place % width]! += numbers[place]! / examples
    }
  return means as Record<Name, Float64Array>
}
