import type { Autoencoder, Key, Layer, Params, Random } from '@hourglass/core'
import {
  eye,
  mul,
  type Rank,
  reshape,
  square,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tile,
} from '@tensorflow/tfjs-core'
import { z } from 'zod'

/** How ‖J‖²_F is taken. */
export interface JacobianMethod {
  readonly method: 'auto' | 'exact' | 'probes'
  /** k, directions for each example. */
  readonly probes: number
}

export const jacobianMethod = {
  method: z
    .enum(['auto', 'exact', 'probes'])
    .default('auto')
    .describe(
      'auto: the closed form where the encoder is one dense layer, else probes; exact: else all d_x directions',
    ),
  probes: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe('k, random directions for each example where probes are used'),
}

/**
 * The encoder's only layer, where the closed form may be used: h = s(xW + b), so that J = diag(s′(h)) Wᵀ. It rests on
 * `encoderLayers` being the encoder itself, with nothing before, between or after the layers.
 */
export function closedFormLayer(model: Autoencoder, { method }: JacobianMethod): Layer | undefined {
  return method !== 'probes' && model.encoderLayers.length === 1 ? model.encoderLayers[0] : undefined
}

/** ‖w_j‖² = Σ_i W_ij² for each unit, [d_h]. */
export function squaredNorms(params: Params, { weights }: Layer): Tensor1D {
  return sum(square(params[weights] as Tensor2D), 0)
}

/** Directions v in which J is pushed, and what to multiply Σ (Jv)², over all rows, by for the mean of ‖J‖²_F. */
export interface Directions {
  /** [m·n, d_x]; row r belongs to example r mod n. */
  readonly v: Tensor2D
  readonly factor: number
}

/**
 * For n examples of d_x numbers. Probes: k Rademacher vectors for each example, signs by a fair coin, for which
 * E‖Jv‖² = tr(JᵀJ) = ‖J‖²_F with a variance of 2 Σ_{i≠l} (JᵀJ)_il², none where d_x = 1. Exact: v = e_1, …, e_{d_x},
 * for which Σ‖Jv‖² = ‖J‖²_F.
 *
 * Source: Hutchinson 1990.
 */
export function directions(
  [n, dimensions]: readonly [n: number, dimensions: number],
  { method, probes }: JacobianMethod,
  key: Key,
  random: Random,
): Directions {
  if (method === 'exact') {
    // Row r = i·n + example is e_i.
    const v = reshape(tile(reshape(eye(dimensions), [dimensions, 1, dimensions]), [1, n, 1]), [
      n * dimensions,
      dimensions,
    ])
    return { v: v as Tensor2D, factor: 1 / n }
  }
  const coins = random.bernoulli<Rank.R2>(key, [probes * n, dimensions], 0.5)
  return { v: sub(mul(coins, 2), 1), factor: 1 / (n * probes) }
}
