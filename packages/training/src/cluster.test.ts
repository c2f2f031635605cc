import {
  CLUSTER_CENTRES,
  type Engine,
  type EpochProgress,
  type Params,
  type Progress,
  type Split,
  type StageContext,
} from '@hourglass/core'
import { free } from '@hourglass/engine'
import { maskingNoise } from '@hourglass/noise'
import optimizers, { adam, sgd } from '@hourglass/optimizers'
import { stageDataset, testEngines, testStage } from '@hourglass/testing'
import { type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { cluster, type ClusterOptions } from './cluster.js'
import clustering from './index.js'
import { toyLoss, toyModel } from './toy.fixture.js'

testStage(clustering, 'cluster', [
  {
    options: { epochs: 8, batch: 20, lambda: 0.5, optimizer: { use: 'adam', learningRate: 0.03 } },
    plugins: [optimizers],
    learns: 0.95,
    changesShapes: true,
  },
  {
    options: {
      ...{ clusters: 5, epochs: 5, batch: 16, every: 2, lambda: 2, start: 'random' },
      optimizer: { use: 'momentum', schedule: 'cosine' },
    },
    plugins: [optimizers],
    subject: ({ engine }) => ({ noise: maskingNoise(0.25, engine.random), noiseUse: { samples: 2, walkback: 0 } }),
    changesShapes: true,
  },
])

describe.each(testEngines())('cluster on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  /** Clusters the toy model's codes; the caller owns the parameters. */
  async function run(options: Partial<ClusterOptions> = {}, context: Partial<StageContext> = {}) {
    const key = engine.random.key(1)
    const model = toyModel(engine)
    const initial = tidy(() => model.init(key))
    const stage = cluster({
      ...{ lambda: 1, epochs: 3, batch: 16, every: 1, start: 'k-means' },
      descent: { optimizer: adam({ learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }) },
      ...options,
    }).run({
      ...{ engine, dataset: stageDataset(), model, loss: toyLoss(engine), noiseUse: { samples: 1, walkback: 0 } },
      ...{ regularizers: [], params: initial, key, signal: new AbortController().signal },
      ...context,
    })
    const seen: Progress[] = []
    try {
      for (;;) {
        const next = await stage.next()
        if (next.done === true) return { params: next.value, seen, model }
        if (next.value.kind !== 'checkpoint') seen.push(next.value)
      }
    } finally {
      free(initial, key)
    }
  }

  /** The codes of the training split, in rows, and the nearest centre of each. */
  function clustersOf(params: Params, { encode }: ReturnType<typeof toyModel>, { train } = stageDataset()) {
    const codes = tidy(() => encode(params, allOf(train)).arraySync())
    const centres = (params[CLUSTER_CENTRES] as Tensor2D).arraySync()
    const nearest = codes.map((h) => {
      const distances = centres.map((c) => squaredDistance(c, h))
      return distances.indexOf(Math.min(...distances))
    })
    return { codes, centres, nearest }
  }

  it('finds three patterns: each cluster holds the examples of one, pure', async () => {
    const { params, model } = await run({ epochs: 15 })
    const { nearest } = clustersOf(params, model)
    expect(nearest).toHaveLength(40)
    const pairs = new Set(nearest.map((found, example) => `${found} ${example % 3}`))
    expect(pairs.size).toBe(3)
    free(params)
  })

  it('pulls codes together: the greater λ, the nearer their centres, at the price of the reconstruction', async () => {
    const last = async (lambda: number) => {
      const { params, seen } = await run({ epochs: 12, lambda })
      free(params)
      return epochsOf(seen).at(-1)!.validation!
    }
    const [without, strong] = [await last(0), await last(30)]
    expect(strong['within-cluster']).toBeLessThan(0.8 * without['within-cluster']!)
    expect(strong['nll']).toBeGreaterThan(without['nll']!)
  })

  it('without descent is k-means: the distance never grows from epoch to epoch, until nothing changes', async () => {
    const { params, seen } = await run({ start: 'random', epochs: 25, descent: { optimizer: sgd(0) } })
    const told = epochsOf(seen).map(({ train }) => train)
    for (const [place, { 'within-cluster': within }] of told.entries())
      if (place > 0) expect(within).toBeLessThanOrEqual(told[place - 1]!['within-cluster']! * (1 + 1e-6))
    expect(told[0]!['changed-assignments']).toBeGreaterThan(0)
    expect(told.at(-1)!['changed-assignments']).toBe(0)
    expect(told.at(-1)!['within-cluster']).toBeLessThan(0.9 * told[0]!['within-cluster']!)
    free(params)
  })

  it('leaves centres where the means of their clusters are, and every training example with its nearest', async () => {
    const { params, model } = await run({ start: 'random', epochs: 25, descent: { optimizer: sgd(0) } })
    const { codes, centres, nearest } = clustersOf(params, model)
    for (const [c, centre] of centres.entries()) {
      const members = codes.filter((_, i) => nearest[i] === c)
      for (const [d, value] of centre.entries())
        expect(value).toBeCloseTo(members.reduce((sum, h) => sum + h[d]!, 0) / members.length, 5)
    }
    free(params)
  })

  it('updates after every so many epochs, and after the last', async () => {
    const { params, seen } = await run({ start: 'random', epochs: 5, every: 3 })
    const changed = epochsOf(seen).map(({ train }) => train['changed-assignments']!)
    expect(changed.map((count) => count > 0)).toEqual([false, false, true, false, expect.any(Boolean)])
    expect([changed[0], changed[1], changed[3]]).toEqual([0, 0, 0])
    free(params)
  })

  it('begins a cluster anew that ran empty, and says so', async () => {
    // Four clusters of examples that are alike but for two: some must run empty.
    const dataset = { ...stageDataset(), train: alike(20) }
    const { params, seen, model } = await run({ clusters: 4, start: 'random', epochs: 2 }, { dataset })
    const notes = seen.flatMap((progress) => (progress.kind === 'note' ? [progress.message] : []))
    expect(notes.length).toBeGreaterThan(0)
    expect(notes[0]).toMatch(/^epoch 1: cluster \d ran empty and begins anew at training example \d+$/)
    const { centres, codes } = clustersOf(params, model, dataset)
    for (const centre of centres) expect(centre.every(Number.isFinite)).toBe(true)
    expect(codes).toHaveLength(20)
    free(params)
  })

  it('takes the number of clusters from the classes, and asks for it where there are none', async () => {
    const { params } = await run({ epochs: 1 })
    expect(params[CLUSTER_CENTRES]!.shape).toEqual([3, 4])
    free(params)
    const { spec, ...others } = stageDataset()
    const unlabelled = { ...others, spec: { dimensions: spec.dimensions, range: spec.range } }
    await expect(run({}, { dataset: unlabelled })).rejects.toMatchObject({ code: 'no-clusters' })
    await expect(run({ clusters: 41 })).rejects.toMatchObject({ code: 'too-few-examples' })
  })

  it('can follow another clustering, whose centres are no parameters of the model', async () => {
    const first = await run({ epochs: 2, clusters: 2 })
    const second = await run({ epochs: 1, clusters: 5 }, { params: first.params })
    expect(second.params[CLUSTER_CENTRES]!.shape).toEqual([5, 4])
    expect(Object.keys(second.params).toSorted()).toEqual(Object.keys(first.params).toSorted())
    free(first.params, second.params)
  })
})

/** Examples that are all one, but for two. */
function alike(size: number): Split {
  const row = (example: number) => (example < 2 ? [example, 0, 1, 0.5, 0, example / 2] : [1, 0, 0, 1, 1, 0])
  return { size, rows: (indices) => Float32Array.from(Array.from(indices).flatMap((index) => row(index))) }
}

function allOf(split: Split): Tensor2D {
  const rows = split.rows(Int32Array.from({ length: split.size }, (_, place) => place))
  return tensor2d(rows, [split.size, rows.length / split.size])
}

function epochsOf(seen: readonly Progress[]): EpochProgress[] {
  return seen.filter((progress) => progress.kind === 'epoch')
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, d) => sum + (value - b[d]!) ** 2, 0)
}
