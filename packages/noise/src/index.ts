import { DATA_SPEC, definePlugin, ENGINE, NOISE } from '@hourglass/core'
import { z } from 'zod'

import { gaussianNoise } from './gaussian.js'
import { maskingNoise } from './masking.js'
import { saltAndPepperNoise } from './salt-and-pepper.js'

export { gaussianNoise, maskingNoise, saltAndPepperNoise }

const fraction = z.number().min(0).max(1).default(0.25).describe('ν, the expected fraction of corrupted dimensions')

export default definePlugin({
  name: '@hourglass/noise',
  apiVersion: 1,
  register(registry) {
    registry.add(NOISE, 'masking', {
      summary: 'x̃_i = 0 with probability ν, else x_i',
      cite: 'Vincent et al. 2010, §3.3',
      options: z.strictObject({ fraction }),
      create: (options, { resolve }) => maskingNoise(options.fraction, resolve(ENGINE).random),
    })
    registry.add(NOISE, 'gaussian', {
      summary: 'x̃ = x + ε, ε ~ N(0, σ²I)',
      cite: 'Vincent et al. 2010, §3.3',
      options: z.strictObject({
        sigma: z.number().min(0).default(0.3).describe('σ, standard deviation in the unit of the data'),
      }),
      create: (options, { resolve }) => gaussianNoise(options.sigma, resolve(ENGINE).random),
    })
    registry.add(NOISE, 'salt-and-pepper', {
      summary: 'x̃_i = the smallest or the largest value by a fair coin with probability ν, else x_i',
      cite: 'Vincent et al. 2010, §3.3',
      options: z.strictObject({ fraction }),
      create: (options, { resolve }) =>
        saltAndPepperNoise(options.fraction, resolve(DATA_SPEC).range, resolve(ENGINE).random),
    })
  },
})
