import { DATA_SPEC, definePlugin, OPTIMIZER, STAGE } from '@hourglass/core'
import { z } from 'zod'

import { cluster } from './cluster.js'
import { createDescent } from './descent.js'
import { fineTune } from './fine-tune.js'
import { pretrain } from './pretrain.js'
import { READOUTS } from './readout.js'
import { refuseUnlabelled } from './supervised-rule.js'

export * from './backpropagation.js'
export * from './classification-objective.js'
export * from './clip-gradients.js'
export * from './cluster.js'
export * from './clustering-rule.js'
export * from './clusters.js'
export * from './codes-of.js'
export * from './copies-of.js'
export * from './corrupt-batch.js'
export * from './descent.js'
export * from './early-stopping.js'
export * from './fine-tune.js'
export * from './fit.js'
export * from './generate-examples.js'
export * from './learning-rule-of.js'
export * from './measure-all.js'
export * from './measure-classification.js'
export * from './measure-objective.js'
export * from './objective.js'
export * from './pretrain.js'
export * from './readout.js'
export * from './running-mean.js'
export * from './snapshot-parts.js'
export * from './supervised-rule.js'
export * from './targets-split.js'
export * from './training-step.js'

const epochs = z.number().int().min(1).max(1_000_000)
const batch = z.number().int().min(1).max(1_000_000).default(100).describe('examples per step')
const patience = z.number().int().min(1).optional()

export default definePlugin({
  name: '@hourglass/training',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(STAGE, 'pretrain', {
        summary: 'unsupervised training of the whole model on its denoising objective',
        cite: 'Vincent et al. 2008, §2.3',
        options: (use) =>
          z.strictObject({
            epochs: epochs.default(15),
            batch,
            optimizer: use(OPTIMIZER, 'adam'),
            patience: patience.describe(
              'stop after so many epochs without a better validation objective, and keep the best epoch',
            ),
          }),
        create: ({ optimizer, ...options }, context) =>
          pretrain({ ...options, descent: createDescent(optimizer, context) }),
      })
      .add(STAGE, 'fine-tune', {
        summary: 'supervised training of the encoder and a read-out on top of it: −log p(label | h)',
        cite: 'Hinton and Salakhutdinov 2006; Vincent et al. 2010, §3.5',
        details: [
          'Adds a read-out θ = hW + b, readout.W and readout.b, to the parameters and learns it, with the whole',
          'encoder or (`freeze`) alone. The metric test-error measures what comes of it.',
          '',
          '`softmax` gives one class an example, `sigmoid` one class against all others, independently. The decoder',
          'stays as it is and no longer fits the encoder: a reconstruction is worse afterwards. Regularizers of',
          'the experiment take no part.',
          '',
          'A second fine-tune goes on with the read-out of the first: freeze: true, then the whole.',
        ].join('\n'),
        options: (use) =>
          z.strictObject({
            epochs: epochs.default(30),
            batch,
            optimizer: use(OPTIMIZER, 'sgd'),
            patience: patience.describe(
              'stop after so many epochs without a smaller validation error, and keep the best epoch',
            ),
            freeze: z.boolean().default(false).describe('learn the read-out alone: a linear classifier of the codes'),
            noise: z.boolean().default(false).describe('corrupt the examples learned from with the experiment’s noise'),
            weightDecay: z
              .number()
              .min(0)
              .max(1_000_000)
              .default(0)
              .describe('λ of λ·½‖W‖² over the weights that are learned, not the biases'),
            readout: z
              .enum(Object.keys(READOUTS) as [keyof typeof READOUTS])
              .default('softmax')
              .describe('p(label | h)'),
          }),
        create({ optimizer, ...options }, context) {
          if (context.resolve(DATA_SPEC).classes === undefined) refuseUnlabelled()
          return fineTune({ ...options, descent: createDescent(optimizer, context) })
        },
      })
      .add(STAGE, 'cluster', {
        summary: 'reconstruction and compact clusters of codes in turn: −log p(x | θ(h)) + λ‖h − c‖²',
        cite: 'Song et al. 2013',
        details: [
          'Descent with centres and assignments fixed, then the centres from the new codes, then each code to its',
          'nearest centre. Adds clusters.centres [k, d_h] to the parameters; the metric clustering measures what comes',
          'of it. λ weighs a mean over examples: N times the one of the paper. A cluster that runs empty gets the',
          'example that is farthest from its centre, and is told.',
        ].join('\n'),
        options: (use) =>
          z.strictObject({
            clusters: z
              .number()
              .int()
              .min(1)
              .max(100_000)
              .optional()
              .describe('k; absent: the classes of the data set'),
            lambda: z
              .number()
              .min(0)
              .max(1_000_000)
              .default(1)
              .describe('λ, weight of ‖h(x) − c‖², a mean over examples'),
            epochs: epochs.default(20),
            batch,
            every: z
              .number()
              .int()
              .min(1)
              .max(1_000_000)
              .default(1)
              .describe('epochs from one update of centres and assignments to the next'),
            start: z.enum(['k-means', 'random']).default('k-means').describe('the first assignments'),
            optimizer: use(OPTIMIZER, 'adam'),
          }),
        create: ({ optimizer, ...options }, context) =>
          cluster({ ...options, descent: createDescent(optimizer, context) }),
      }),
})
