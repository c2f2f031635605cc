import { definePlugin, REGULARIZER } from '@hourglass/core'
import { z } from 'zod'

import { camelNameRegularizer } from './kebab-name.js'

export { camelNameRegularizer }

export default definePlugin({
  name: 'package-name',
  apiVersion: 1,
  register: (registry) =>
    registry.add(REGULARIZER, 'kebab-name', {
      summary: 'R = E‖h‖²: squared activity of the code',
      details: 'Keeps codes small. Its factor λ in the objective is `weight`, which every regularizer takes.',
      options: z.strictObject({}),
      create: () => camelNameRegularizer(),
    }),
})
