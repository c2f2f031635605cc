import { type Autoencoder, CLUSTER_CENTRES, type DataSpec, type MetricContext } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { type MetricReference, testMetric } from '@hourglass/testing'
import { concat, slice, tensor2d } from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'

import { adjustedRandIndex } from './adjusted-rand-index.js'
import { clustering } from './clustering.js'
import metrics from './index.js'
import { contingencyTable } from './contingency-table.js'
import { matchedAccuracy } from './matched-accuracy.js'
import { normalizedMutualInformation } from './normalized-mutual-information.js'
import { purity } from './purity.js'
import { silhouette } from './silhouette.js'

const CENTRES = [
  [0.25, 0.25, 0.5],
  [0.25, 0.75, 0.5],
  [0.75, 0.25, 0.6],
  [0.75, 0.75, 0.3],
]

/** The code is the first half of the example; what else it needs of its parameters is none. */
const firstHalf = (): Autoencoder => ({
  ...{ codeDimensions: 3, encoderLayers: [] },
  init: () => ({ [CLUSTER_CENTRES]: tensor2d(CENTRES) }),
  encode(params, x) {
    expect(Object.keys(params), 'parameters of the model alone').toEqual([])
    return slice(x, [0, 0], [-1, 3])
  },
  decode: (_, h) => concat([h, h], 1),
})

function expected({ rows, labels }: MetricReference) {
  const codes = rows.map((x) => x.slice(0, 3))
  const clusters = codes.map((h) => {
    const distances = CENTRES.map((c) => c.reduce((sum, value, j) => sum + (value - h[j]!) ** 2, 0))
    return distances.indexOf(Math.min(...distances))
  })
  expect(new Set(clusters).size, 'clusters that have examples').toBe(4)
  return { codes, clusters, table: labels && contingencyTable(clusters, labels) }
}

const CLASSES: DataSpec = { dimensions: 6, range: [0, 1], image: [2, 3], classes: 3 }

testMetric(metrics, 'clustering', [
  {
    data: CLASSES,
    model: firstHalf,
    measure(reference) {
      const { codes, clusters, table } = expected(reference)
      return {
        'cluster-accuracy': 100 * matchedAccuracy(table!),
        'cluster-nmi': normalizedMutualInformation(table!),
        'cluster-ari': adjustedRandIndex(table!),
        'cluster-purity': 100 * purity(table!),
        silhouette: silhouette(codes, clusters),
      }
    },
  },
  {
    // More than the silhouette is taken of.
    model: firstHalf,
    examples: 2050,
    random: ['silhouette'],
  },
])

it('says which stage leaves centres where there are none', async () => {
  const engine = await createCpuEngine()
  const context = { engine, params: {}, model: firstHalf() } as unknown as MetricContext
  await expect(clustering({ labelled: false }).measure(context)).rejects.toMatchObject({
    code: 'no-clusters',
    expected: expect.stringContaining('stage "cluster"') as string,
  })
})

it('measures the silhouette alone where there are no classes', async () => {
  const engine = await createCpuEngine()
  const rows = Float32Array.from([0.2, 0.2, 0.5, 0, 0, 0, 0.8, 0.8, 0.3, 0, 0, 0])
  const context = {
    ...{ engine, model: firstHalf(), params: firstHalf().init(engine.random.key(1)), key: engine.random.key(2) },
    split: { size: 2, rows: () => rows },
  } as unknown as MetricContext
  const names = (await clustering({ labelled: false }).measure(context)).map(({ name }) => name)
  expect(names).toEqual(['silhouette'])
})
