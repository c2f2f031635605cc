import { definePlugin, STAGE } from '@hourglass/core'
import { z } from 'zod'

import { camelNameStage } from './kebab-name.js'

export { camelNameStage }

export default definePlugin({
  name: 'package-name',
  apiVersion: 1,
  register: (registry) =>
    registry.add(STAGE, 'kebab-name', {
      summary: 'w ← λw + ε, ε ~ N(0, σ²I): shrink and perturb, between two stages of training',
      cite: 'Ash and Adams 2020',
      options: z.strictObject({
        lambda: z.number().min(0).max(1).default(0.5).describe('λ, what is kept of every parameter'),
        sigma: z.number().min(0).default(0.01).describe('σ, standard deviation of what is added'),
      }),
      create: ({ lambda, sigma }) => camelNameStage(lambda, sigma),
    }),
})
