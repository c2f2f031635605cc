import type { NoiseModel, Random } from '@hourglass/core'
import { mul } from '@tensorflow/tfjs-core'

/**
 * Dims every dimension by a factor of its own: x̃_i = u_i·x_i, u_i ~ U[least, 1) independently.
 *
 * x, x̃: [batch, d_x]; E x̃ = ½(1 + least)·x, and the range of x is kept where it holds 0.
 */
export function camelNameNoise(least: number, random: Random): NoiseModel {
  return { corrupt: (x, key) => mul(x, random.uniform(key, x.shape, least, 1)) }
}
