import type { Key, Random } from '@hourglass/core'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import type { ActivationName } from './activation.js'

/** Factor of √(6/(fan_in + fan_out)) by the nonlinearity that follows. */
const GAIN: Record<ActivationName, number> = { sigmoid: 4, tanh: 1, relu: Math.SQRT2, identity: 1 }

/**
 * W ~ U[−r, r], r = g·√(6/(fan_in + fan_out)), g = 4 for sigmoid, √2 for relu, else 1. [inputs, units].
 *
 * Source: Glorot and Bengio 2010, §4.2.1, eq. 16 (tanh); the factor 4 follows from σ(a) = ½(1 + tanh(a/2)), √2 from He
 * et al. 2015, §2.2.
 */
export function initialWeights(
  inputs: number,
  units: number,
  activation: ActivationName,
  key: Key,
  random: Random,
): Tensor2D {
  const radius = GAIN[activation] * Math.sqrt(6 / (inputs + units))
  return random.uniform(key, [inputs, units], -radius, radius)
}
