import {
  DATA_SPEC,
  ENGINE,
  OUTPUT_DISTRIBUTION,
  REGULARIZER,
  type Autoencoder,
  type CreateContext,
} from '@hourglass/core'
import { z } from 'zod'

import { ACTIVATION_NAMES } from './activation.js'
import { hiddenLayers, units } from './layer-options.js'
import { variationalAutoencoder } from './variational.js'

const draws = z.number().int().min(1).max(1000)

const options = z
  .strictObject({
    latent: units.default(20).describe('d_h, dimensions of the code'),
    hidden: hiddenLayers
      .default([500])
      .describe('units of each layer between x and the code; the decoder mirrors them'),
    activation: z.enum(ACTIVATION_NAMES).default('tanh').describe('s, of those layers'),
    beta: z.number().min(0).max(1000).default(1).describe('β, factor of the divergence from the prior'),
    importanceSamples: draws.default(1).describe('K; above 1: the importance-weighted bound of Burda et al. 2016'),
    samples: draws.default(1).describe('L, draws of z, or of K of them, that are averaged for each example and step'),
  })
  .refine(({ beta, importanceSamples }) => importanceSamples === 1 || beta === 1, {
    path: ['beta'],
    message: 'the importance-weighted bound (importanceSamples > 1) has no divergence to weigh: beta must be 1',
  })

/** How the variational autoencoder is registered. */
export const variationalEntry = {
  summary: 'variational: z ~ N(μ(x), diag σ²(x)); E[−log p(x | z)] + β·KL[q(z | x) ‖ N(0, I)]',
  cite: 'Kingma and Welling 2014; Rezende et al. 2014; Burda et al. 2016; Higgins et al. 2017',
  details: `A generative model: z ~ N(0, I), x ~ p(x | θ(z)), and an encoder that answers with the mean and
the variance of z given x. Trained by its own cost, the negative evidence lower bound in nats; its
terms are \`nll\` and \`latent-kl\`. The loss decides p(x | z) and so the balance of the two terms:
use bernoulli for data in [0, 1], or a gaussian whose sigma fits the data's noise. \`beta\` other
than 1 moves that balance (β-VAE), and the value is then no bound.

\`importanceSamples: K\` above 1 trains the tighter bound −log (1/K) Σ p(x, z_k)/q(z_k | x), term
\`bound\`; K = 5 or 50 in the paper; a step costs K decodings. \`samples\` averages independent
estimates, which is seldom needed with batches of 100. \`hidden: []\` makes both sides linear.

\`encode\` gives μ(x). The model generates: draws from the prior, decoded to the mean. With a
noise it is a denoising VAE: q is of x̃, p of x. The divergence is the regularizer \`latent-kl\`,
found in the run; do not list it under regularizers as well.`,
  options,
  create(
    { beta, importanceSamples, samples, ...given }: z.output<typeof options>,
    { resolve, create }: CreateContext,
  ): Autoencoder {
    const latentKl = importanceSamples === 1 ? create(REGULARIZER, { use: 'latent-kl' }) : undefined
    return variationalAutoencoder(
      { ...given, dimensions: resolve(DATA_SPEC).dimensions },
      { beta, importanceSamples, samples, ...(latentKl === undefined ? {} : { latentKl }) },
      resolve(OUTPUT_DISTRIBUTION),
      resolve(ENGINE).random,
    )
  },
}
