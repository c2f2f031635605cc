import { DATA_SPEC, definePlugin, ENGINE, MODEL } from '@hourglass/core'
import { z } from 'zod'

import { ACTIVATION_NAMES, ACTIVATIONS } from './activation.js'
import { denseAutoencoder } from './dense.js'

export { ACTIVATIONS, denseAutoencoder }

export default definePlugin({
  name: '@hourglass/models',
  apiVersion: 1,
  register(registry) {
    registry.add(MODEL, 'dense', {
      summary: 'fully connected: h = s(xW + b), θ = hWᵀ + b′, any depth',
      cite: 'Bengio et al. 2007; Vincent et al. 2010, §2.2',
      options: z.strictObject({
        hidden: z
          .array(z.number().int().min(1).max(65536))
          .min(1)
          .default([256])
          .describe('units of each encoder layer; the decoder mirrors them'),
        activation: z
          .enum(ACTIVATION_NAMES)
          .default('sigmoid')
          .describe('s, of every layer but the last of the decoder'),
        tied: z.boolean().default(true).describe('the decoder uses the transposed weights of the encoder'),
      }),
      create: (options, { resolve }) =>
        denseAutoencoder({ ...options, dimensions: resolve(DATA_SPEC).dimensions }, resolve(ENGINE).random),
    })
  },
})
