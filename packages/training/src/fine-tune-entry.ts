import { type CreateContext, DATA_SPEC, OPTIMIZER, type ReferenceSchemas, type Stage } from '@hourglass/core'
import { z } from 'zod'

import { createDescent } from './descent.js'
import { fineTune } from './fine-tune.js'
import { READOUTS } from './readout.js'
import { refuseUnlabelled } from './supervised-rule.js'
import { batch, epochs, patience } from './training-options.js'

const options = (use: ReferenceSchemas) =>
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
  })

/** How `fine-tune` is registered. */
export const fineTuneEntry = {
  summary: 'supervised training of the encoder and a read-out on top of it: −log p(label | h)',
  cite: 'Hinton and Salakhutdinov 2006; Vincent et al. 2010, §3.5',
  details: `Adds a read-out θ = hW + b, readout.W and readout.b, to the parameters and learns it, with the whole
encoder or (\`freeze\`) alone. The metric test-error measures what comes of it.

\`softmax\` gives one class an example, \`sigmoid\` one class against all others, independently. The
decoder stays as it is and no longer fits the encoder: a reconstruction is worse afterwards.
Regularizers of the experiment take no part.

A second fine-tune goes on with the read-out of the first: freeze: true, then the whole.`,
  options,
  create({ optimizer, ...rest }: z.output<ReturnType<typeof options>>, context: CreateContext): Stage {
    if (context.resolve(DATA_SPEC).classes === undefined) refuseUnlabelled()
    return fineTune({ ...rest, descent: createDescent(optimizer, context) })
  },
}
