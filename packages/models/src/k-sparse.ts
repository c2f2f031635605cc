import type { Activation, Autoencoder, Random } from '@hourglass/core'
import { stopGradient } from '@hourglass/engine'
import { cast, greaterEqual, mean, mul, notEqual, type Scalar, slice, topk } from '@tensorflow/tfjs-core'

import { mirroredAutoencoder, type MirroredOptions } from './mirrored.js'

export interface KSparseOptions extends Pick<MirroredOptions, 'dimensions' | 'tied' | 'parametersPerDimension'> {
  /** d_h. */
  readonly hidden: number
  /** Units that stay, in training. */
  readonly k: number
  /** After training α·k stay, rounded, at most all. */
  readonly alpha: number
}

/**
 * k-sparse autoencoder: a = xW + b; the k largest a_j of an example stay, the others become 0; θ = hWᵀ + b′, or hD + b′
 * untied. Training selects k through `cost`; `encode`, and all that is measured, selects α·k.
 *
 * Source: Makhzani and Frey 2014, "k-Sparse Autoencoders", §2.1 (algorithm; α at the end).
 *
 * @throws HourglassError `model-loss-mismatch` where it is tied and the loss takes more than 1 number per dimension
 */
export function kSparseAutoencoder(options: KSparseOptions, random: Random): Autoencoder {
  const keeping = (k: number) =>
    mirroredAutoencoder({ ...options, name: 'k-sparse', hidden: [options.hidden], activation: keepLargest(k) }, random)
  const k = Math.min(options.k, options.hidden)
  const kept = Math.min(Math.max(1, Math.round(options.alpha * k)), options.hidden)
  const evaluated = keeping(kept)
  if (kept === k) return evaluated
  const trained = keeping(k)
  return {
    ...evaluated,
    cost(params, { xTilde, nll }) {
      const h = trained.encode(params, xTilde)
      const value = mean(nll(trained.decode(params, h))) as Scalar
      return { value, h, terms: { nll: value } }
    },
  }
}

/**
 * s(a)_j = a_j where a_j is among the k largest of its row, else 0. Not elementwise, but its Jacobian is diagonal: which
 * units stay does not change in a neighbourhood of almost every a, so that s′_j = 1 for those that stay and 0 for the
 * others. At a tie all units that equal the k-th largest stay: more than k, rather than an order that engines differ in.
 */
export function keepLargest(k: number): Activation {
  return {
    name: 'k-sparse',
    apply(a) {
      const known = stopGradient(a)
      const threshold = slice(topk(known, k).values, [0, k - 1], [a.shape[0], 1])
      return mul(a, cast(greaterEqual(known, threshold), 'float32'))
    },
    derivativeFromOutput: (h) => cast(notEqual(stopGradient(h), 0), 'float32'),
  }
}
