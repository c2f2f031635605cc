import type { Autoencoder, Random } from '@hourglass/core'

import { type ActivationName, ACTIVATIONS } from './activation.js'
import { mirroredAutoencoder, type MirroredOptions } from './mirrored.js'

export interface DenseOptions extends Omit<MirroredOptions, 'name' | 'activation'> {
  readonly activation: ActivationName
}

/**
 * Fully connected autoencoder, the decoder mirroring the encoder (`mirroredAutoencoder`). One layer with `activation:
 * sigmoid`, `tied: true` and the Bernoulli loss is z = σ(Wx + b), y = σ(Wᵀz + b′); `activation: identity` is the linear
 * autoencoder, which with squared error spans the subspace of the principal components.
 *
 * Source: Bengio et al. 2007; Vincent et al. 2010, §2.2 (tied weights); Baldi and Hornik 1989 (linear).
 *
 * @throws HourglassError `model-loss-mismatch` where it is tied and the loss takes more than 1 number per dimension
 */
export function denseAutoencoder(options: DenseOptions, random: Random): Autoencoder {
  return mirroredAutoencoder({ ...options, name: 'dense', activation: ACTIVATIONS[options.activation] }, random)
}
