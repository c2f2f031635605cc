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
      })
      .add(METRIC, 'stripes', {
        summary: 'per cent of examples that are not called by their class, or, of a model, by their place',
        options: z.strictObject({}),
        create: () => ({
          judges: 'classes',
          async measure({ split: { labels = [], size }, dataset, predictions }) {
            const classes = Array.from({ length: dataset.spec.classes! }, (_, number) => number)
            const values = classes.map(() => classes.map(() => 0))
            for (let place = 0; place < size; place++) values[labels[place]!]![predictions?.[place] ?? place % 2]!++
            const right = classes.reduce((sum, each) => sum + values[each]![each]!, 0)
            const side = { label: 'class', names: classes.map(String) }
            const value = 100 - (100 * right) / size
            const matrix = { rows: side, columns: side, values }
            return [{ name: 'stripes', label: 'stripes', value, unit: '%', better: 'lower', matrix }]
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

// Labels go 0, 1, 2, 0, 1, …, places 0, 1, 0, 1, …: each of the six pairs once in six examples.
testMetric(plugin, 'stripes', [
  {
    data: { dimensions: 3, range: [0, 1], classes: 3 },
    examples: 12,
    measure: () => ({ stripes: (100 * 8) / 12 }),
    matrices: () => ({
      stripes: [
        [2, 2, 0],
        [2, 2, 0],
        [2, 2, 0],
      ],
    }),
  },
])
