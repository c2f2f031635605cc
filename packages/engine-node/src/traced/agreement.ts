import type { TensorRecord } from '@hourglass/core'
import type { Tensor } from '@tensorflow/tfjs-core'

import { flatten } from './flatten.js'

/** Of the largest magnitude: two roundings of a float32 sum may differ by this much, however small the change is. */
const ROUNDING = 4 * 2 ** -23

/**
 * The first of a step's results in which two executions disagree, in words, or `undefined` where all agree: within
 *
 *   max |a − b| ≤ tolerance · max |a − a₀| + 2⁻²¹ · max |a|,
 *
 * a₀ the input of the same name and shape, or 0: a wrong update of weights is found although it is small beside them.
 */
export function disagreement(
  inputs: TensorRecord,
  expected: TensorRecord,
  found: TensorRecord,
  tolerance: number,
): string | undefined {
  const before = new Map(flatten(inputs).map(({ path, tensor }) => [nameOf(path, tensor), tensor]))
  const others = flatten(found)
  for (const [place, { path, tensor }] of flatten(expected).entries()) {
    const error = relativeError(tensor, others[place]!.tensor, before.get(nameOf(path, tensor)))
    if (!(error <= tolerance)) return `${path.join('.')}: relative difference ${error.toExponential(1)}`
  }
  return undefined
}

function nameOf(path: readonly string[], { shape, dtype }: Tensor): string {
  return `${path.join('.')} ${dtype}[${shape.join()}]`
}

function relativeError(expected: Tensor, found: Tensor, before: Tensor | undefined): number {
  const [a, b, start] = [expected.dataSync(), found.dataSync(), before?.dataSync()]
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  let [worst, change, largest] = [0, 0, 0]
  for (const [place, value] of a.entries()) {
    if (!Object.is(value, b[place])) {
      const difference = Math.abs(value - b[place]!)
      worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference)
    }
    if (!Number.isFinite(value)) continue
    change = Math.max(change, Math.abs(value - (start?.[place] ?? 0)))
    largest = Math.max(largest, Math.abs(value))
  }
  const beyond = Math.max(0, worst - ROUNDING * largest)
  return beyond === 0 ? 0 : beyond / Math.max(change, Number.MIN_VALUE)
}
