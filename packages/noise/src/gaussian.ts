import type { NoiseModel, Random } from '@hourglass/core'
import { add } from '@tensorflow/tfjs-core'

/**
 * Additive isotropic Gaussian noise: x̃ = x + ε, ε ~ N(0, σ²I). x̃ may leave the range of the data.
 *
 * x, x̃: [batch, d_x]; σ in the unit of x. Source: Vincent et al. 2010, §3.3.
 */
export function gaussianNoise(sigma: number, random: Random): NoiseModel {
  return { corrupt: (x, key) => add(x, random.normal(key, x.shape, 0, sigma)) }
}
