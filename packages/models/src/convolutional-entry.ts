import { DATA_SPEC, ENGINE, OUTPUT_DISTRIBUTION, type Autoencoder, type CreateContext } from '@hourglass/core'
import { z } from 'zod'

import { ACTIVATION_NAMES } from './activation.js'
import { requireConvolutions, requirePicture } from './convolutional-needs.js'
import { convolutionalAutoencoder } from './convolutional.js'
import { units } from './layer-options.js'

const options = z.strictObject({
  filters: z.array(units).min(1).max(10).default([16, 32]).describe('channels that each convolution makes'),
  kernel: z.number().int().min(1).max(31).default(3).describe('side of the square kernels, in pixels'),
  stride: z.number().int().min(1).max(8).default(2).describe('a side of n pixels becomes ⌈n/stride⌉'),
  code: units.default(64).describe('d_h, units of the dense layer on top'),
  activation: z.enum(ACTIVATION_NAMES).default('relu').describe('s, of all layers but the code and the last'),
  codeActivation: z.enum(ACTIVATION_NAMES).default('identity').describe('of the code'),
})

/** How the convolutional autoencoder is registered. */
export const convolutionalEntry = {
  summary: 'convolutional: strided convolutions, a dense code, and transposed convolutions back',
  cite: 'Masci et al. 2011; Zeiler et al. 2010 (transposed convolutions)',
  details: `For pictures of one channel. Each convolution makes \`filters[k]\` channels and divides the sides by
\`stride\`: 28 × 28 with [16, 32] becomes 14 × 14 × 16, then 7 × 7 × 32; a dense layer makes the
code of it, and the decoder goes the same way back with weights of its own. The last layer is linear
and gives as many numbers per pixel as the loss takes.

It needs the gradients of convolutions: engine node has them and is fast; cpu has them, for small
pictures; wasm has not, and the model is refused there. Its encoder is not made of dense layers, so
filter pictures and closed forms over layers leave it out; \`linearize\` serves the penalties.`,
  options,
  create(given: z.output<typeof options>, { resolve }: CreateContext): Autoencoder {
    const engine = resolve(ENGINE)
    requireConvolutions(engine)
    const image = requirePicture(resolve(DATA_SPEC))
    const { parametersPerDimension } = resolve(OUTPUT_DISTRIBUTION)
    return convolutionalAutoencoder({ ...given, image, parametersPerDimension }, engine.random)
  },
}
