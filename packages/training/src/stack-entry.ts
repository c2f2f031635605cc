import {
  type Block,
  type CreateContext,
  DATA_SPEC,
  NOISE,
  OPTIMIZER,
  type ReferenceSchemas,
  REGULARIZER,
  type Stage,
  type Subject,
} from '@hourglass/core'
import { z } from 'zod'

import { createDescent } from './descent.js'
import { type LayerTraining, stack } from './stack.js'
import { batch, epochs, patienceOnObjective } from './training-options.js'
import { createRegularizers } from './weighted-regularizers.js'

const layerOptions = (use: ReferenceSchemas) =>
  z.strictObject({
    epochs: epochs.optional(),
    batch: batch.unwrap().optional(),
    optimizer: use(OPTIMIZER).optional(),
    patience: patienceOnObjective,
    noise: use(NOISE).optional().describe('of this layer; absent: the experiment’s'),
    corrupt: z.boolean().default(true).describe('false: this layer learns without noise, as an rbm has to'),
    regularizers: z.array(use(REGULARIZER)).optional().describe('of this layer; absent: the experiment’s'),
  })

const options = (use: ReferenceSchemas) =>
  z.strictObject({
    epochs: epochs.default(15).describe('of each layer'),
    batch,
    optimizer: use(OPTIMIZER, 'adam'),
    patience: patienceOnObjective,
    layers: z.array(layerOptions(use)).max(20).default([]).describe('what is otherwise in a layer, from below'),
  })

type Options = z.output<ReturnType<typeof options>>

/** How the stage `stack` is registered. */
export const stackEntry = {
  summary: 'greedy layer-wise training of a stack: each layer on the clean codes of those below',
  cite: 'Hinton et al. 2006; Bengio et al. 2007; Vincent et al. 2010, §3.5',
  details: `For \`model: { use: stack, layers: [ … ] }\`. Every layer is trained as \`pretrain\` trains a
model, with the experiment's noise and regularizers, and then stays as it is; the next one learns
from its codes of clean examples. \`layers\` changes what is to be otherwise in one of them; the noise
and the regularizers named there are created for the codes that the layer sees.`,
  options,
  create: ({ layers, ...all }: Options, context: CreateContext): Stage =>
    stack({
      named: layers.length,
      trainingOf: (place, block, subject) => layerTraining({ ...all, layers }, place, block, subject, context),
    }),
}

function layerTraining(
  { layers, optimizer, ...all }: Options,
  place: number,
  { spec }: Block,
  subject: Subject,
  context: CreateContext,
): LayerTraining {
  const { corrupt = true, noise, regularizers, ...own } = layers[place] ?? {}
  const ofLayer = context.providing(DATA_SPEC, spec)
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) as typeof own
  return {
    ...all,
    ...given,
    descent: createDescent(own.optimizer ?? optimizer, context),
    noise: corrupt ? ((noise && ofLayer.create(NOISE, noise)) ?? subject.noise) : undefined,
    noiseUse: noise ?? subject.noiseUse,
    regularizers: regularizers === undefined ? subject.regularizers : createRegularizers(regularizers, ofLayer),
  }
}
