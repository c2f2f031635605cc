import { definePlugin, METRIC } from '@hourglass/core'
import { z } from 'zod'

import { camelNameMetric } from './kebab-name.js'

export { camelNameMetric }

export default definePlugin({
  name: 'package-name',
  apiVersion: 1,
  register: (registry) =>
    registry.add(METRIC, 'kebab-name', {
      summary: 'E‖h(x)‖: the mean norm of the codes',
      details: 'Says nothing of a baseline: it looks at the encoder itself.',
      options: z.strictObject({}),
      create: () => camelNameMetric(),
    }),
})
