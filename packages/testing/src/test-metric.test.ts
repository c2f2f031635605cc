import { definePlugin, METRIC } from '@hourglass/core'
import { splitBatches } from '@hourglass/engine'
import { mean, sum, tidy } from '@tensorflow/tfjs-core'
import { z } from 'zod'

import { testMetric } from './test-metric.js'

/** What a researcher would write: no compiled step, no sums in float64, but right. */
const plugin = definePlugin({
  name: 'a-metric',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(METRIC, 'code-sum', {
        summary: 'E Σ_j h_j',
        options: z.strictObject({ batch: z.number().int().min(1).default(100) }),
        create: ({ batch }) => ({
          needsEncoder: true,
          async measure({ model, params, split }) {
            let total = 0
            for (const { x } of splitBatches(split, batch)) {
              total += tidy(() => sum(model.encode(params, x)).dataSync()[0]!)
              x.dispose()
            }
            return [{ name: 'code-sum', label: 'sum', value: total / split.size, unit: '', better: 'neither' }]
          },
        }),
      })
      .add(METRIC, 'draw', {
        summary: 'a random number, another for every key',
        options: z.strictObject({}),
        create: () => ({
          async measure({ engine, key }) {
            const value = tidy(() => mean(engine.random.uniform(key, [10])).dataSync()[0]!)
            return [{ name: 'draw', label: 'draw', value, unit: '', better: 'neither' }]
          },
        }),
      }),
})

testMetric(plugin, 'code-sum', [
  {},
  {
    options: { batch: 7 },
    network: { hidden: [4, 2], activation: 'tanh' },
    measure: ({ rows, params, network }) => ({
      'code-sum': rows.reduce((total, x) => total + network.encode(params, x).reduce((a, b) => a + b) / rows.length, 0),
    }),
  },
  { data: { dimensions: 3, range: [-1, 1], classes: 2 }, examples: 50 },
])

testMetric(plugin, 'draw', [{ random: ['draw'] }])
