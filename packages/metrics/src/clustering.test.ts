import { type Autoencoder, CLUSTER_CENTRES, type DataSpec, type MetricContext, type Prospect } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { type MetricReference, testMetric } from '@hourglass/testing'
import { concat, slice, tensor2d } from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'

import { adjustedRandIndex } from './adjusted-rand-index.js'
import { clustering } from './clustering.js'
import metrics from './index.js'
import { type ContingencyTable, contingencyTable } from './contingency-table.js'
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

/** The rows of a 4 × 3 table in the order with the greatest sum on the diagonal. */
function inBestOrder({ counts }: ContingencyTable): readonly (readonly number[])[] {
  const orders = permutations([0, 1, 2, 3]).map((order) => order.map((row) => counts[row]!))
  const right = (rows: readonly (readonly number[])[]) => [0, 1, 2].reduce((sum, c) => sum + rows[c]![c]!, 0)
  const best = Math.max(...orders.map(right))
  const found = orders.filter((rows) => right(rows) === best)
  expect(found, 'there is one best order').toHaveLength(1)
  return found[0]!
}

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]]
  return of.flatMap((first) => permutations(of.filter((each) => each !== first)).map((rest) => [first, ...rest]))
}

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
    data: CLASSES,
    model: firstHalf,
    examples: 40,
    // By definition, of all 24 ways to call four clusters by three classes or by none, the one that is right most often.
    matrices: (reference) => ({ 'cluster-accuracy': inBestOrder(expected(reference).table!) }),
  },
  {
    // More than the silhouette is taken of.
    model: firstHalf,
    examples: 2050,
    random: ['silhouette'],
  },
])

it('measures a baseline by its clusters, whatever their numbers, without a silhouette', async () => {
  const context = {
    split: { size: 5, labels: Uint8Array.of(0, 0, 1, 1, 1) },
    predictions: [7, 7, 3, 3, 7],
  } as unknown as MetricContext
  const measured = await clustering({ labelled: true }).measure(context)
  expect(measured.map(({ name }) => name)).toEqual(['cluster-accuracy', 'cluster-nmi', 'cluster-ari', 'cluster-purity'])
  // Cluster 7 is class 0, 3 is class 1; one of five is wrong. Together in both: 2 pairs; A = B = 4, e = 4·4/10.
  expect(measured.map(({ value }) => value)).toEqual([80, expect.any(Number), expect.closeTo(0.4 / 2.4, 12), 80])
  expect(measured[0]!.matrix).toEqual({
    rows: { label: 'cluster', names: ['7', '3'] },
    columns: { label: 'class', names: ['0', '1'] },
    values: [
      [2, 1],
      [0, 2],
    ],
  })
})

it('measures nothing of a baseline where there are no classes', async () => {
  const context = { split: { size: 2 }, predictions: [0, 1] } as unknown as MetricContext
  expect(await clustering({ labelled: false }).measure(context)).toEqual([])
})

it('refuses, before training, an experiment in which no stage makes clusters', () => {
  const { check } = clustering({ labelled: true })
  const beside = (...parameters: string[]) => ({ parameters: new Set(parameters) }) as unknown as Prospect
  expect(() => check!(beside('encoder.0.W'))).toThrow(expect.objectContaining({ code: 'no-clusters' }))
  expect(() => check!(beside('encoder.0.W', CLUSTER_CENTRES))).not.toThrow()
})

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
