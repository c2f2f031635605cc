import { definePlugin, ENGINE, LOSS } from '@hourglass/core'
import { z } from 'zod'

import { bernoulliLoss } from './bernoulli.js'
import { gaussianLoss } from './gaussian.js'

export { bernoulliLoss, gaussianLoss }

export default definePlugin({
  name: '@hourglass/losses',
  apiVersion: 1,
  register(registry) {
    registry.add(LOSS, 'gaussian', {
      summary: '‖x − θ‖²/(2σ²) + (d/2) log(2πσ²): squared error as maximum likelihood',
      cite: 'Bishop 2006, §5.2',
      options: z.strictObject({
        sigma: z.number().positive().default(1).describe('σ, fixed standard deviation of the output'),
      }),
      create: (options, { resolve }) => gaussianLoss(options.sigma, resolve(ENGINE).random),
    })
    registry.add(LOSS, 'bernoulli', {
      summary: 'Σ log(1 + e^θ) − xθ: cross-entropy of σ(θ) as maximum likelihood; data in [0, 1]',
      cite: 'Bishop 2006, §5.2; Vincent et al. 2010, §2.2',
      options: z.strictObject({}),
      create: (_, { resolve }) => bernoulliLoss(resolve(ENGINE).random),
    })
  },
})
