import { DATA_SPEC, definePlugin, ENGINE, MODEL, OUTPUT_DISTRIBUTION } from '@hourglass/core'
import { z } from 'zod'

import { camelNameModel } from './kebab-name.js'

export { camelNameModel }

export default definePlugin({
  name: 'package-name',
  apiVersion: 1,
  register: (registry) =>
    registry.add(MODEL, 'kebab-name', {
      summary: 'h = tanh(xW + b), θ = hV + c',
      details: 'One layer each way, weights of their own. The number of outputs follows from the data and the loss.',
      options: z.strictObject({
        units: z.number().int().min(1).max(100_000).default(64).describe('d_h, the dimensions of the code'),
      }),
      create: ({ units }, { resolve }) =>
        camelNameModel(units, resolve(DATA_SPEC), resolve(OUTPUT_DISTRIBUTION), resolve(ENGINE).random),
    }),
})
