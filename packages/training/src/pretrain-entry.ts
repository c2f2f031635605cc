import { type CreateContext, OPTIMIZER, type ReferenceSchemas, type Stage } from '@hourglass/core'
import { z } from 'zod'

import { createDescent } from './descent.js'
import { pretrain } from './pretrain.js'
import { batch, epochs, patienceOnObjective } from './training-options.js'

const options = (use: ReferenceSchemas) =>
  z.strictObject({
    epochs: epochs.default(15),
    batch,
    optimizer: use(OPTIMIZER, 'adam'),
    patience: patienceOnObjective,
  })

/** How `pretrain` is registered. */
export const pretrainEntry = {
  summary: 'unsupervised training of the whole model on its denoising objective',
  cite: 'Vincent et al. 2008, §2.3',
  options,
  create: ({ optimizer, ...rest }: z.output<ReturnType<typeof options>>, context: CreateContext): Stage =>
    pretrain({ ...rest, descent: createDescent(optimizer, context) }),
}
