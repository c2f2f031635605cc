import { DATA_SPEC, ENGINE, OUTPUT_DISTRIBUTION, type Autoencoder, type CreateContext } from '@hourglass/core'
import { z } from 'zod'

import { ACTIVATION_NAMES } from './activation.js'
import { denseAutoencoder } from './dense.js'
import { hiddenLayers, tiedOption } from './layer-options.js'

const options = z.strictObject({
  hidden: hiddenLayers.min(1).default([256]).describe('units of each encoder layer; the decoder mirrors them'),
  activation: z.enum(ACTIVATION_NAMES).default('sigmoid').describe('s, of every layer but the last of the decoder'),
  tied: tiedOption,
})

/** How the fully connected autoencoder is registered. */
export const denseEntry = {
  summary: 'fully connected: h = s(xW + b), θ = hWᵀ + b′, any depth',
  cite: 'Bengio et al. 2007; Vincent et al. 2010, §2.2',
  details: `The autoencoder of the denoising and contractive papers. \`hidden: [1000]\` is one layer, its decoder
linear in θ; \`hidden: [500, 100]\` is 500 units, then 100, and the same back. All layers but the
last of the decoder go through \`activation\`. With \`identity\` it is the linear autoencoder, whose
optimum under squared error is the subspace of PCA.

\`tied: true\` uses the encoder's weights, transposed, in the decoder: half the parameters, one
gradient. It gives one number per dimension; a loss that takes more (a learned scale, say) needs
\`tied: false\`. Weights start uniform after Glorot and Bengio 2010, biases at 0.`,
  options,
  create(given: z.output<typeof options>, { resolve }: CreateContext): Autoencoder {
    const { parametersPerDimension } = resolve(OUTPUT_DISTRIBUTION)
    const { dimensions } = resolve(DATA_SPEC)
    return denseAutoencoder({ ...given, dimensions, parametersPerDimension }, resolve(ENGINE).random)
  },
}
