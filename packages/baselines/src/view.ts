import type { BaselineContext, Params, Split } from '@hourglass/core'
import { free, type Points, splitBatches } from '@hourglass/engine'
import { clone, matMul, sub, type Tensor2D } from '@tensorflow/tfjs-core'

import { principalAxes } from './principal-axes.js'

/** Rows of a call. */
export const ROWS = 500

/** What a comparison is given in the place of an example. */
export interface View {
  /** What `of` computes with; freed with the view. */
  readonly tensors: Params
  /** [n, d_x] → [n, features]. Pure; may be part of a compiled step. */
  of(tensors: Params, x: Tensor2D): Tensor2D
  /** A whole split in order, in blocks that are the caller's. */
  points(split: Split): Points
}

/** The example as it is. */
export function pixelView(): View {
  return { tensors: {}, of: (_, x) => x, points: (split) => Array.from(splitBatches(split, ROWS), ({ x }) => x) }
}

/** h(x) of the trained model. The parameters stay the caller's, and may be freed before the view is. */
export function codeView(context: BaselineContext): View {
  const { model, params } = context
  const own = Object.fromEntries(Object.entries(params).map(([name, tensor]) => [name, clone(tensor)]))
  return computedView(context, own, (tensors, x) => model.encode(tensors, x))
}

/** (x − μ)U: the k first principal components of the training examples, at most d_x. */
export function principalView(context: BaselineContext, k: number): View {
  const { spec, train } = context.dataset
  const d = spec.dimensions
  const axes = principalAxes(train, d, Math.min(k, d))
  return computedView(context, axes, ({ mu, U }, x) => matMul(sub(x, mu!), U as Tensor2D))
}

function computedView({ engine }: BaselineContext, tensors: Params, of: View['of']): View {
  const step = engine.compile((given: { tensors: Params; x: Tensor2D }) => ({ viewed: of(given.tensors, given.x) }))
  const viewed = (x: Tensor2D): Tensor2D => {
    const block = step({ tensors, x }).viewed
    free(x)
    return block
  }
  return { tensors, of, points: (split) => Array.from(splitBatches(split, ROWS), ({ x }) => viewed(x)) }
}
