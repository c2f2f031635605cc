import type { Activation, Key, Random } from '@hourglass/core'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import type { ActivationName } from './activation.js'

/** g, the factor of √(6/(fan_in + fan_out)), by the nonlinearity that follows; what is not listed counts as linear. */
const GAIN: Readonly<Record<string, number>> = {
  sigmoid: 4,
  tanh: 1,
  relu: Math.SQRT2,
  'leaky-relu': Math.SQRT2,
  elu: 1,
  softplus: 2,
  identity: 1,
} satisfies Record<ActivationName, number>

/**
 * r of W ~ U[−r, r]: r = g·√(6/(fan_in + fan_out)).
 *
 * Source: Glorot and Bengio 2010, §4.2.1, eq. 16 (tanh, g = 1); g = 1/s′(0) for the other smooth s, as σ(a) = ½(1 +
 * tanh(a/2)) makes it 4 for the sigmoid; √2 for relu from He et al. 2015, §2.2.
 */
export function initialRadius(inputs: number, units: number, activation: Activation): number {
  return (GAIN[activation.name] ?? 1) * Math.sqrt(6 / (inputs + units))
}

/** The weights of a dense layer, [inputs, units]. */
export function initialWeights(
  inputs: number,
  units: number,
  activation: Activation,
  key: Key,
  random: Random,
): Tensor2D {
  const radius = initialRadius(inputs, units, activation)
  return random.uniform(key, [inputs, units], -radius, radius)
}
