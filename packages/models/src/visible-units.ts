import type { Key } from '@hourglass/core'
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'

/**
 * The visible side of a restricted Boltzmann machine with energy
 *
 *   E(v, h) = U(v) − vᵀWh − bᵀh,   h binary,
 *
 * where U and the values that v may take make the kind of the units, and p(v | h) factorises over dimensions.
 */
export interface VisibleUnits {
  /** U(v) per example, [n, d_x] → [n]. */
  energy(v: Tensor2D, c: Tensor1D): Tensor1D
  /** −∂U/∂c per example, [n, d_x] → [n, d_x]. */
  biasStatistic(v: Tensor2D, c: Tensor1D): Tensor2D
  /** s in θ = c + s·hWᵀ, the natural parameters of p(v | h). */
  readonly scale: number
  /** E[v | h], [n, d_x] → [n, d_x]. */
  mean(theta: Tensor2D): Tensor2D
  /** v ~ p(v | h), [n, d_x] → [n, d_x]. */
  sample(theta: Tensor2D, key: Key): Tensor2D
  /** −log p(v | h) per example in nats, [n, d_x] → [n]. */
  nll(v: Tensor2D, theta: Tensor2D): Tensor1D
  /** Where a Markov chain that knows nothing begins, [count, d_x]. */
  start(count: number, dimensions: number, key: Key): Tensor2D
}
