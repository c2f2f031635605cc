import { definePlugin, ENGINE, NOISE } from '@hourglass/core'
import { z } from 'zod'

import { camelNameNoise } from './kebab-name.js'

export { camelNameNoise }

export default definePlugin({
  name: 'package-name',
  apiVersion: 1,
  register: (registry) =>
    registry.add(NOISE, 'kebab-name', {
      summary: 'x̃_i = u_i·x_i, u_i ~ U[least, 1)',
      details: 'Every dimension of every example is dimmed by a factor of its own, drawn anew in each step.',
      options: z.strictObject({
        least: z.number().min(0).max(1).default(0.5).describe('smallest factor; 1 leaves x as it is'),
      }),
      create: ({ least }, { resolve }) => camelNameNoise(least, resolve(ENGINE).random),
    }),
})
