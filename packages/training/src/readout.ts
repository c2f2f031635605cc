import { type Params, READOUT } from '@hourglass/core'
import {
  add,
  logSoftmax,
  matMul,
  mul,
  neg,
  softplus,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  zeros,
} from '@tensorflow/tfjs-core'

/** −log p(label | h) per example: ([n, classes], one-hot [n, classes]) → [n], in nats. */
type CrossEntropy = (theta: Tensor2D, oneHot: Tensor2D) => Tensor1D

/**
 * What a read-out makes of θ = hW + b.
 *
 * - `softmax`: p(k | h) = e^{θ_k}/Σ_j e^{θ_j}, one class an example; −log p = −log softmax(θ)_label.
 * - `sigmoid`: one against all, p(k | h) = σ(θ_k) independently; −log p = Σ_k log(1 + e^{θ_k}) − y_k θ_k.
 *
 * Either way ∂(−log p)/∂θ = p − y, and the class read out is argmax_k θ_k. Source: Bishop 2006, §4.3.4; §4.3.2.
 */
export const READOUTS = {
  softmax: (theta, oneHot) => neg(sum(mul(oneHot, logSoftmax(theta)), 1)),
  sigmoid: (theta, oneHot) => sum(sub(softplus(theta), mul(oneHot, theta)), 1),
} as const satisfies Record<string, CrossEntropy>

export type ReadoutKind = keyof typeof READOUTS

/**
 * A read-out that has learned nothing: W = 0, b = 0, every class as likely as the others. There is no symmetry to break,
 * for the units below differ already; and the first steps do not carry a random W's gradient into what was pretrained.
 */
export function freshReadout(codeDimensions: number, classes: number): Params {
  return { [READOUT.weights]: zeros([codeDimensions, classes]), [READOUT.bias]: zeros([classes]) }
}

/** θ = hW + b, [n, d_h] → [n, classes]. */
export function readOut(params: Params, h: Tensor2D): Tensor2D {
  return add(matMul(h, params[READOUT.weights] as Tensor2D), params[READOUT.bias]!)
}
