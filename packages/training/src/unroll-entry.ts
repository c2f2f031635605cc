import { type CreateContext, OPTIMIZER, type ReferenceSchemas, type Stage } from '@hourglass/core'
import { z } from 'zod'

import { createDescent } from './descent.js'
import { batch, epochs, patienceOnObjective } from './training-options.js'
import { unroll } from './unroll.js'

const options = (use: ReferenceSchemas) =>
  z.strictObject({
    epochs: epochs.default(15),
    batch,
    optimizer: use(OPTIMIZER, 'adam'),
    patience: patienceOnObjective,
    tied: z.boolean().default(false).describe('encoder and decoder go on sharing their weights'),
  })

/** How `unroll` is registered. */
export const unrollEntry = {
  summary: 'fine-tunes a whole stack as one deep autoencoder, encoder and decoder untied',
  cite: 'Hinton and Salakhutdinov 2006',
  details: `By backpropagation of the experiment's objective (its noise, loss and regularizers), also where
the layers were trained by contrastive divergence. Each weight that encoder and decoder share is
copied: \`unrolled.NAME\` is the decoder's.`,
  options,
  create: ({ optimizer, ...rest }: z.output<ReturnType<typeof options>>, context: CreateContext): Stage =>
    unroll({ ...rest, descent: createDescent(optimizer, context) }),
}
