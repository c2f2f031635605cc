import { definePlugin, OPTIMIZER } from '@hourglass/core'
import { z } from 'zod'

import { camelNameOptimizer } from './kebab-name.js'

export { camelNameOptimizer }

export default definePlugin({
  name: 'package-name',
  apiVersion: 1,
  register: (registry) =>
    registry.add(OPTIMIZER, 'kebab-name', {
      summary: 'w ← w − η·sign(g)',
      cite: 'Bernstein et al. 2018',
      details: 'All entries move by the same step, however large their gradient: rates are as small as those of adam.',
      options: z.strictObject({
        learningRate: z.number().positive().default(0.001).describe('η'),
      }),
      create: ({ learningRate }) => camelNameOptimizer(learningRate),
    }),
})
