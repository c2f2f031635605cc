import { DATASET, definePlugin, ENGINE } from '@hourglass/core'
import { z } from 'zod'

import { camelNameDataset } from './kebab-name.js'

export { camelNameDataset }

export default definePlugin({
  name: 'package-name',
  apiVersion: 1,
  register: (registry) =>
    registry.add(DATASET, 'kebab-name', {
      summary: 'Gaussian blobs: x ~ N(μ_c, σ²I), one centre μ_c ~ N(0, I) for each class c',
      details: 'Made, not read: the same `seed` gives the same examples, whatever the seed of the experiment.',
      options: z.strictObject({
        dimensions: z.number().int().min(1).max(10_000).default(16).describe('d_x'),
        classes: z.number().int().min(1).max(256).default(4).describe('number of blobs'),
        sigma: z.number().positive().default(0.3).describe('σ, standard deviation within a blob'),
        examples: z.number().int().min(10).max(1_000_000).default(1000).describe('of all three splits together'),
        seed: z.number().int().min(0).default(0).describe('of the centres and the examples'),
      }),
      create: (options, { resolve }) => camelNameDataset(options, resolve(ENGINE).random),
    }),
})
