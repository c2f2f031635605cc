import { definePlugin, REGULARIZER, type Regularizer } from '@hourglass/core'
import { exp, mul, square, sub, sum } from '@tensorflow/tfjs-core'
import { z } from 'zod'

/** Stands in for the package that brings `latent-kl`: ½ Σ μ² + σ² − log σ² − 1, averaged over the batch. */
export const latentKl = definePlugin({
  name: 'latent-kl-of-the-test',
  apiVersion: 1,
  register: (registry) =>
    registry.add(REGULARIZER, 'latent-kl', {
      summary: 'KL[q(h | x) ‖ N(0, I)]',
      options: z.strictObject({}),
      create: (): Regularizer => ({
        requires: ['posterior'],
        penalty({ model, params, xTilde }) {
          const { mean, logVariance: s } = model.posterior!(params, xTilde)
          const summands = sub(sub(square(mean), s), sub(1, exp(s)))
          return mul(sum(summands), 0.5 / mean.shape[0])
        },
      }),
    }),
})
