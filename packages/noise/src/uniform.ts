import type { NoiseModel, Random } from '@hourglass/core'
import { add } from '@tensorflow/tfjs-core'

/**
 * Additive uniform noise: x̃_i = x_i + u_i, u_i ~ U[−a, a). Of variance a²/3; unlike Gaussian noise it moves no value
 * further than a. x̃ may leave the range of the data.
 *
 * x, x̃: [batch, d_x]; a in the unit of x.
 */
export function uniformNoise(amplitude: number, random: Random): NoiseModel {
  return { corrupt: (x, key) => add(x, random.uniform(key, x.shape, -amplitude, amplitude)) }
}
