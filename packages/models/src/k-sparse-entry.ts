import { DATA_SPEC, ENGINE, OUTPUT_DISTRIBUTION, type Autoencoder, type CreateContext } from '@hourglass/core'
import { z } from 'zod'

import { kSparseAutoencoder } from './k-sparse.js'
import { tiedOption, units } from './layer-options.js'

const options = z
  .strictObject({
    hidden: units.default(1000).describe('d_h'),
    k: units.default(25).describe('units that stay for each example in training, the largest ones'),
    alpha: z.number().min(1).max(1000).default(1).describe('after training α·k units stay, rounded, at most all'),
    tied: tiedOption,
  })
  .refine(({ k, hidden }) => k <= hidden, {
    path: ['k'],
    message: 'more units cannot stay than there are: k ≤ hidden',
  })

/** How the k-sparse autoencoder is registered. */
export const kSparseEntry = {
  summary: 'k-sparse: h = the k largest of xW + b, the others 0; θ = hWᵀ + b′',
  cite: 'Makhzani and Frey 2014, "k-Sparse Autoencoders"',
  details: `Sparsity by selection instead of a penalty: a linear layer, of which each example keeps its k
largest activations. Small k gives global features (whole digits), large k local ones (strokes).
Units that are never chosen get no gradient: start with a larger k, a smaller learning rate, or
fewer units where many stay dead.

Training selects k. What is encoded afterwards, for codes, metrics and pictures, selects
\`alpha\`·k; a little more than k can serve a classifier better. At a tie all units that equal the
k-th largest stay. With \`alpha\` above 1, penalties on the Jacobian act on the code of α·k units.
Gradients go through the chosen units alone, as through a relu.`,
  options,
  create(given: z.output<typeof options>, { resolve }: CreateContext): Autoencoder {
    const { parametersPerDimension } = resolve(OUTPUT_DISTRIBUTION)
    const { dimensions } = resolve(DATA_SPEC)
    return kSparseAutoencoder({ ...given, dimensions, parametersPerDimension }, resolve(ENGINE).random)
  },
}
