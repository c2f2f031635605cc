import { BASELINE, definePlugin } from '@hourglass/core'
import { z } from 'zod'

import { meanExample } from './mean-example.js'
import { principalComponents } from './pca.js'

export { meanExample, principalComponents }

export default definePlugin({
  name: '@hourglass/baselines',
  apiVersion: 1,
  register(registry) {
    registry.add(BASELINE, 'pca', {
      summary: 'x̂ = μ + (x − μ)UUᵀ, as many components as the model has code dimensions',
      cite: 'Baldi and Hornik 1989',
      options: z.strictObject({
        components: z.number().int().min(1).optional().describe('k; absent: the code size of the model'),
      }),
      create: (options) => principalComponents(options),
    })
    registry.add(BASELINE, 'mean', {
      summary: 'predicts the mean training example whatever the input',
      options: z.strictObject({}),
      create: () => meanExample(),
    })
  },
})
