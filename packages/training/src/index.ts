import { definePlugin, OPTIMIZER, STAGE } from '@hourglass/core'
import { z } from 'zod'

import { createDescent } from './descent.js'
import { pretrain } from './pretrain.js'

export * from './backpropagation.js'
export * from './clip-gradients.js'
export * from './copies-of.js'
export * from './corrupt-batch.js'
export * from './descent.js'
export * from './early-stopping.js'
export * from './fit.js'
export * from './generate-examples.js'
export * from './learning-rule-of.js'
export * from './measure-objective.js'
export * from './objective.js'
export * from './pretrain.js'
export * from './running-mean.js'
export * from './snapshot-parts.js'
export * from './training-step.js'

export default definePlugin({
  name: '@hourglass/training',
  apiVersion: 1,
  register: (registry) =>
    registry.add(STAGE, 'pretrain', {
      summary: 'unsupervised training of the whole model on its denoising objective',
      cite: 'Vincent et al. 2008, §2.3',
      options: (use) =>
        z.strictObject({
          epochs: z.number().int().min(1).max(1_000_000).default(15),
          batch: z.number().int().min(1).max(1_000_000).default(100).describe('examples per step'),
          optimizer: use(OPTIMIZER, 'adam'),
          patience: z
            .number()
            .int()
            .min(1)
            .optional()
            .describe('stop after so many epochs without a better validation objective, and keep the best epoch'),
        }),
      create: ({ optimizer, ...options }, context) =>
        pretrain({ ...options, descent: createDescent(optimizer, context) }),
    }),
})
