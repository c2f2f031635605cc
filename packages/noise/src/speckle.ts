import type { NoiseModel, Random } from '@hourglass/core'
import { mul } from '@tensorflow/tfjs-core'

/**
 * Multiplicative Gaussian noise: x̃_i = x_i·(1 + ε_i), ε ~ N(0, σ²I). Of mean x and standard deviation σ|x|: bright values
 * are disturbed most, 0 stays 0.
 *
 * x, x̃: [batch, d_x]; σ has no unit. Source: Srivastava et al. 2014, "Dropout", §10 (multiplicative Gaussian noise); in
 * pictures it is the grain of coherent light, radar and ultrasound.
 */
export function speckleNoise(sigma: number, random: Random): NoiseModel {
  return { corrupt: (x, key) => mul(x, random.normal(key, x.shape, 1, sigma)) }
}
