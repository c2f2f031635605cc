import { type NoiseModel, type Random } from '@hourglass/core'
import { mul } from '@tensorflow/tfjs-core'

/**
 * Masking noise: x̃_i = 0 with probability ν, else x_i, independently for every dimension.
 *
 * x, x̃: [batch, d_x]. Source: Vincent et al. 2008, §2.3; Vincent et al. 2010, §3.3 (there a fixed number of
 * dimensions is masked; independent draws have the same expectation).
 */
export function maskingNoise(fraction: number, random: Random): NoiseModel {
  return { corrupt: (x, key) => mul(x, random.bernoulli(key, x.shape, 1 - fraction)) }
}
