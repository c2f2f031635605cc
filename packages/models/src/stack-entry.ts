import {
  type Autoencoder,
  type Block,
  type CreateContext,
  DATA_SPEC,
  type DataSpec,
  ENGINE,
  LOSS,
  MODEL,
  OUTPUT_DISTRIBUTION,
  type ReferenceSchemas,
} from '@hourglass/core'
import { z } from 'zod'

import { codeRange, requireSupport, stackedAutoencoder } from './stack.js'

const options = (use: ReferenceSchemas) =>
  z.strictObject({
    layers: z.array(use(MODEL)).min(1).max(20).describe('from below; each sees the codes of the one before'),
    codes: use(LOSS, 'bernoulli').describe('p(h | θ), by which all layers but the first reconstruct the codes below'),
  })

/** How the stack is registered. */
export const stackEntry = {
  summary: 'models on top of each other: h(x) = h_K(… h₂(h₁(x))), any of them: dense, rbm, k-sparse, …',
  cite: 'Hinton et al. 2006; Bengio et al. 2007; Vincent et al. 2010',
  details: `What the stage \`stack\` trains layer by layer, \`unroll\` then as one deep autoencoder, and
\`fine-tune\` on labels. Each layer is a model of its own, with its own options; three of dense with
\`hidden: [1000]\` make the SDAE-3 of the papers, three of rbm a deep belief network's weights.

The first layer reconstructs the data by the experiment's loss, the others the codes below them by
\`codes\`: bernoulli for codes in [0, 1] (sigmoid units, rbm), gaussian for others. Decoding hands
the mean of each down to the next.`,
  options,
  create({ layers, codes }: z.output<ReturnType<typeof options>>, context: CreateContext): Autoencoder {
    const blocks: Block[] = []
    for (const [place, reference] of layers.entries()) {
      const below = blocks.at(-1)?.model
      const spec: DataSpec =
        below === undefined ? context.resolve(DATA_SPEC) : { dimensions: below.codeDimensions, range: codeRange(below) }
      const ofLayer = context.providing(DATA_SPEC, spec)
      const loss = below === undefined ? context.resolve(OUTPUT_DISTRIBUTION) : ofLayer.create(LOSS, codes)
      const model = ofLayer.providing(OUTPUT_DISTRIBUTION, loss).create(MODEL, reference)
      const block = { model, loss, spec, name: `block.${place}` }
      if (place > 0) requireSupport(block, place)
      blocks.push(block)
    }
    return stackedAutoencoder(blocks, context.resolve(ENGINE).random)
  },
}
