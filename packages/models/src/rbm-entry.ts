import { DATA_SPEC, ENGINE, OUTPUT_DISTRIBUTION, type Autoencoder, type CreateContext } from '@hourglass/core'
import { z } from 'zod'

import { binaryVisible } from './binary-visible.js'
import { checkVisibleFit } from './check-visible-fit.js'
import { gaussianVisible } from './gaussian-visible.js'
import { restrictedBoltzmannMachine } from './rbm.js'

const rule = z
  .strictObject({
    steps: z.number().int().min(1).max(1000).default(1).describe('k, steps of Gibbs sampling for each gradient'),
    persistent: z.boolean().default(false).describe('chains go on from batch to batch (PCD), not from the data (CD)'),
    chains: z.number().int().min(1).max(65536).default(100).describe('fantasy particles, where persistent'),
    sampleVisible: z.boolean().default(true).describe('draw the visible units of the chain; false: use their means'),
  })
  .refine(({ persistent, sampleVisible }) => sampleVisible || !persistent, {
    path: ['sampleVisible'],
    message: 'a persistent chain must be drawn: of means it would not have the machine’s distribution',
  })

const options = z
  .strictObject({
    hidden: z.number().int().min(1).max(65536).default(256).describe('d_h, binary hidden units'),
    visible: z.enum(['binary', 'gaussian']).default('binary').describe('bits or their probabilities, or real values'),
    sigma: z.number().positive().optional().describe('σ of Gaussian visible units; absent: 1, for standardised data'),
    rule: rule
      .default({ steps: 1, persistent: false, chains: 100, sampleVisible: true })
      .describe('contrastive divergence'),
  })
  .refine(({ visible, sigma }) => visible === 'gaussian' || sigma === undefined, {
    path: ['sigma'],
    message: 'binary visible units have no sigma',
  })

/** How the RBM is registered. */
export const rbmEntry = {
  summary: 'restricted Boltzmann machine: E = −vᵀWh − bᵀh − cᵀv, contrastive divergence',
  cite: 'Hinton 2002; Hinton 2010; Tieleman 2008 (persistent chains)',
  details: `An undirected model p(v) ∝ e^{−F(v)} with binary hidden units, and an autoencoder of one layer:
h = σ(xW + b), θ = hWᵀ + c. It learns by contrastive divergence and takes no noise. Its parameters
have the names of a tied dense of one layer: train it, then fine-tune that one.

\`rule.steps\` is k of CD-k. CD-1 is fast and enough for features; for a density (generate,
pseudo-likelihood) take \`persistent: true\`, a small learning rate, and as many \`chains\` as a batch
has examples. \`sampleVisible: false\` uses the means of the visible units, as is common with
Gaussian ones (Hinton 2010, §13.2); CD only.

\`visible: binary\` wants data in [0, 1] and loss: bernoulli; \`visible: gaussian\` wants loss: gaussian
with the same sigma, by default 1 for data of zero mean and unit variance, and a learning rate
some hundred times smaller (§13.2). Terms: reconstruction, and the free energy F(x), whose
train and validation curves part where the machine overfits (§6).`,
  options,
  create({ hidden, visible, sigma, rule }: z.output<typeof options>, { resolve }: CreateContext): Autoencoder {
    const [spec, { random }] = [resolve(DATA_SPEC), resolve(ENGINE)]
    const units = visible === 'binary' ? binaryVisible(random) : gaussianVisible(sigma ?? 1, random)
    checkVisibleFit(visible, units, resolve(OUTPUT_DISTRIBUTION), spec)
    return restrictedBoltzmannMachine({ dimensions: spec.dimensions, hidden, visible: units, rule }, random)
  },
}
