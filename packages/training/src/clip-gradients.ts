import type { Params } from '@hourglass/core'
import { add, addN, clipByValue, div, maximum, mul, sqrt, square, sum, type Tensor } from '@tensorflow/tfjs-core'

/** The settings of an optimizer's use that clip; absent: no such limit. */
export interface ClipLimits {
  /** c: the gradient is scaled down to this norm, taken over all parameters together. */
  readonly clipNorm?: number | undefined
  /** Every entry is cut to [−clipValue, clipValue], before `clipNorm`. */
  readonly clipValue?: number | undefined
}

/** 2⁻⁴⁰: entries a trillion times the limit still have squares in float32, and what vanishes is far below the limit. */
const SHRINK = 2 ** -40

/**
 * g ← clip(g, ±clipValue), then g ← g·min(1, c/‖g‖), ‖g‖² = Σ over all entries of all parameters. A gradient within its
 * limits stays what it is to the bit, one of 0 stays 0, and an entry that is not finite becomes NaN: divergence is not
 * hidden. The same record where there is no limit. Nothing is read to the host.
 *
 * Source: Pascanu, Mikolov and Bengio 2013, §3.2, Algorithm 1.
 */
export function clipGradients(gradients: Params, { clipNorm, clipValue }: ClipLimits): Params {
  const cut = clipValue === undefined ? gradients : each(gradients, (g) => cutTo(g, clipValue))
  if (clipNorm === undefined || Object.keys(cut).length === 0) return cut
  const squares = Object.values(cut).map((g) => sum(square(mul(g, SHRINK / clipNorm))))
  const normsOverLimit = mul(sqrt(addN(squares)), 1 / SHRINK)
  const excess = maximum(normsOverLimit, 1)
  return each(cut, (g) => div(g, excess))
}

/** The wasm kernel makes −c of NaN; 0·g is NaN where g is not finite, else 0. */
function cutTo(g: Tensor, c: number): Tensor {
  return add(clipByValue(g, -c, c), mul(g, 0))
}

function each(gradients: Params, change: (g: Tensor) => Tensor): Params {
  return Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, change(g)]))
}
