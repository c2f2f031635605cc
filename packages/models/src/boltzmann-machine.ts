import type { Params } from '@hourglass/core'
import { add, matMul, mul, sigmoid, softplus, sub, sum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'

import type { VisibleUnits } from './visible-units.js'

/** The names that a tied `dense` autoencoder of one layer gives the same three: the one can take the other's place. */
export const RBM_NAMES = { W: 'encoder.0.W', b: 'encoder.0.b', c: 'decoder.0.b' } as const

/** W [d_x, d_h], b [d_h] of the hidden units, c [d_x] of the visible ones. */
export function rbmWeights(params: Params): { readonly W: Tensor2D; readonly b: Tensor1D; readonly c: Tensor1D } {
  return {
    W: params[RBM_NAMES.W] as Tensor2D,
    b: params[RBM_NAMES.b] as Tensor1D,
    c: params[RBM_NAMES.c] as Tensor1D,
  }
}

/** vW + b, [n, d_x] → [n, d_h]: the logits of p(h | v). */
export function hiddenLogits(params: Params, v: Tensor2D): Tensor2D {
  const { W, b } = rbmWeights(params)
  return add(matMul(v, W), b)
}

/** p(h_j = 1 | v) = σ(vW + b)_j, [n, d_x] → [n, d_h]. */
export function hiddenProbabilities(params: Params, v: Tensor2D): Tensor2D {
  return sigmoid(hiddenLogits(params, v))
}

/** θ of p(v | h) = c + s·hWᵀ, [n, d_h] → [n, d_x]. */
export function visibleParameters(params: Params, h: Tensor2D, units: VisibleUnits): Tensor2D {
  const { W, c } = rbmWeights(params)
  const field = matMul(h, W, false, true)
  return add(units.scale === 1 ? field : mul(field, units.scale), c)
}

/**
 * F(v) = −log Σ_h e^{−E(v, h)} = U(v) − Σ_j log(1 + e^{(vW + b)_j}), [n, d_x] → [n], so that p(v) = e^{−F(v)}/Z.
 *
 * Source: Hinton 2010, §16.1.
 *
 * @param logits vW + b, where they are known already
 */
export function rbmFreeEnergy(
  params: Params,
  v: Tensor2D,
  units: VisibleUnits,
  logits = hiddenLogits(params, v),
): Tensor1D {
  return sub(units.energy(v, rbmWeights(params).c), sum(softplus(logits), 1))
}
