import { type CreateContext, OPTIMIZER, type ReferenceSchemas, type Stage } from '@hourglass/core'
import { z } from 'zod'

import { cluster } from './cluster.js'
import { createDescent } from './descent.js'
import { batch } from './training-options.js'

const options = (use: ReferenceSchemas) =>
  z.strictObject({
    clusters: z.number().int().min(1).max(100_000).optional().describe('k; absent: the classes of the data set'),
    lambda: z.number().min(0).max(1_000_000).default(1).describe('λ, weight of ‖h(x) − c‖², a mean over examples'),
    epochs: z
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .default(20)
      .describe('of descent; 0: the clusters of the codes as they are'),
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
  })

/** How `cluster` is registered. */
export const clusterEntry = {
  summary: 'reconstruction and compact clusters of codes in turn: −log p(x | θ(h)) + λ‖h − c‖²',
  cite: 'Song et al. 2013',
  details: `Descent with centres and assignments fixed, then the centres from the new codes, then each code to
its nearest centre. Adds clusters.centres [k, d_h] to the parameters; the metric clustering measures
what comes of it. λ weighs a mean over examples: N times the one of the paper. A cluster that runs
empty gets the example that is farthest from its centre, and is told. \`epochs: 0\` is k-means of the
codes: what clusters there are before the encoder learns of them.`,
  options,
  create: ({ optimizer, ...rest }: z.output<ReturnType<typeof options>>, context: CreateContext): Stage =>
    cluster({ ...rest, descent: createDescent(optimizer, context) }),
}
