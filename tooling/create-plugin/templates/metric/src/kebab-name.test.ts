import { testMetric } from '@hourglass/testing'

import plugin from './index.js'

testMetric(plugin, 'kebab-name', [
  {
    measure({ network, params, rows }) {
      const norms = rows.map((example) => Math.hypot(...network.encode(params, example)))
      return { 'kebab-name': norms.reduce((sum, norm) => sum + norm, 0) / norms.length }
    },
  },
])
