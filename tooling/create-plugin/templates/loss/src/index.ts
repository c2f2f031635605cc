import { definePlugin, ENGINE, LOSS } from '@hourglass/core'
import { z } from 'zod'

import { camelNameLoss } from './kebab-name.js'

export { camelNameLoss }

export default definePlugin({
  name: 'package-name',
  apiVersion: 1,
  register: (registry) =>
    registry.add(LOSS, 'kebab-name', {
      summary: 'Σ z + 2 log(1 + e^{−z}) + log s, z = (y − θ)/s: the logistic distribution as a likelihood',
      details: 'Forgives outliers more than squared error does: far from θ it grows like |y − θ|/s.',
      options: z.strictObject({
        scale: z.number().positive().default(0.1).describe('s, the scale in the unit of the data'),
      }),
      create: ({ scale }, { resolve }) => camelNameLoss(scale, resolve(ENGINE).random),
    }),
})
