import { definePlugin, METRIC } from '@hourglass/core'
import { z } from 'zod'

import { reconstruction } from './reconstruction.js'

export { reconstruction }

export default definePlugin({
  name: '@hourglass/metrics',
  apiVersion: 1,
  register(registry) {
    registry.add(METRIC, 'reconstruction', {
      summary: 'NLL and squared error of the reconstruction, from clean and from corrupted input',
      cite: 'Vincent et al. 2010, §2.2',
      options: z.strictObject({}),
      create: () => reconstruction(),
    })
  },
})
