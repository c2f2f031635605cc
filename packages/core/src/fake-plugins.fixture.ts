import { z } from 'zod'

import { BASELINE } from './contracts/baseline.js'
import { DATASET } from './contracts/dataset.js'
import { METRIC } from './contracts/metric.js'
import { NOISE } from './contracts/noise-model.js'
import { MODEL } from './contracts/autoencoder.js'
import { OPTIMIZER } from './contracts/optimizer.js'
import { LOSS } from './contracts/output-distribution.js'
import { REGULARIZER } from './contracts/regularizer.js'
import { STAGE } from './contracts/stage.js'
import { definePlugin } from './plugin.js'

const none = { summary: 'a fake', options: z.strictObject({}), create: () => ({}) as never }

/** The names and options that the built-in experiments use, with nothing behind them. */
export const fakePlugins = definePlugin({
  name: '@example/fakes',
  apiVersion: 1,
  register(registry) {
    registry.add(DATASET, 'mnist-10k', none)
    registry.add(LOSS, 'bernoulli', none)
    registry.add(LOSS, 'gaussian', none)
    registry.add(METRIC, 'reconstruction', none)
    registry.add(BASELINE, 'pca', none)
    registry.add(BASELINE, 'mean', none)
    registry.add(REGULARIZER, 'weight-decay', none)
    registry.add(NOISE, 'masking', {
      ...none,
      options: z.strictObject({ fraction: z.number().min(0).max(1).default(0.25) }),
    })
    registry.add(NOISE, 'gaussian', { ...none, options: z.strictObject({ sigma: z.number().positive().default(0.3) }) })
    registry.add(MODEL, 'dense', {
      ...none,
      options: z.strictObject({
        hidden: z.array(z.number().int().min(1).max(65536)).min(1).default([256]),
        activation: z.enum(['sigmoid', 'tanh', 'relu', 'identity']).default('sigmoid'),
        tied: z.boolean().default(true),
      }),
    })
    registry.add(OPTIMIZER, 'adam', {
      ...none,
      options: z.strictObject({ learningRate: z.number().positive().default(0.001) }),
    })
    registry.add(OPTIMIZER, 'sgd', { ...none, options: z.strictObject({ learningRate: z.number().positive() }) })
    registry.add(STAGE, 'pretrain', {
      ...none,
      options: (use) =>
        z.strictObject({
          epochs: z.number().int().min(1).default(15),
          batch: z.number().int().min(1).default(100),
          optimizer: use(OPTIMIZER, 'adam'),
          patience: z.number().int().min(1).optional(),
        }),
    })
    registry.add(STAGE, 'repeat', {
      ...none,
      options: (use) =>
        z.strictObject({ times: z.number().int().min(1).default(2), inner: z.array(use(STAGE)).min(1) }),
    })
  },
})

/** The least that an experiment over the fakes must say. */
export const leastExperiment = {
  name: 'least',
  dataset: 'mnist-10k',
  model: 'dense',
  loss: 'bernoulli',
  stages: ['pretrain'],
} as const
