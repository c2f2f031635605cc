import type { TensorRecord } from '@hourglass/core'
import type { Tensor } from '@tensorflow/tfjs-core'

import { flatten } from './flatten.js'

/** Of the norm: two roundings of float32 sums may differ by this much, however small the change is. */
const ROUNDING = 2 ** -21

/**
 * The first of a step's results in which two executions disagree, in words, or `undefined` where all agree: within
 *
 *   ‖a − b‖₂ ≤ tolerance · ‖a − a₀‖₂ + 2⁻²¹ · ‖a‖₂,
 *
 * a₀ the input of the same name and shape, or 0: a wrong update of weights is found although it is small beside them.
 * Norms, for a rule that divides by a gradient's size (Adam) makes of rounding in one number that is nearly 0 as large a
 * step as any.
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
  let [difference, change, size] = [0, 0, 0]
  for (const [place, value] of a.entries()) {
    // Not finite in both, and the same: agreed, and no part of any norm.
    if (Object.is(value, b[place]) && !Number.isFinite(value)) continue
    difference += (value - b[place]!) ** 2
    change += (value - (start?.[place] ?? 0)) ** 2
    size += value ** 2
  }
  if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY
  const beyond = Math.sqrt(difference) - ROUNDING * Math.sqrt(size)
  return beyond <= 0 ? 0 : beyond / Math.max(Math.sqrt(change), Number.MIN_VALUE)
}
