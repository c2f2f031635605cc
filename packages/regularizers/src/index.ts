import { definePlugin, REGULARIZER } from '@hourglass/core'
import { z } from 'zod'

import { weightDecay } from './weight-decay.js'

export { weightDecay }

export default definePlugin({
  name: '@hourglass/regularizers',
  apiVersion: 1,
  register(registry) {
    registry.add(REGULARIZER, 'weight-decay', {
      summary: 'Σ W², biases left free',
      cite: 'Krogh and Hertz 1992; AE+wd of Rifai et al. 2011',
      options: z.strictObject({}),
      create: () => weightDecay(),
    })
  },
})
