import type { Engine } from '@hourglass/core'
import { testBaseline, testEngines } from '@hourglass/testing'
import { slice, tensor2d, type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import baselines, { kMeansBaseline } from './index.js'
import type { KMeansBaselineOptions } from './k-means.js'
import { contextOf, datasetOf } from './plane.fixture.js'

testBaseline(baselines, 'k-means', [
  {
    ...{ options: { restarts: 2 }, label: 'k-means on pixels', does: ['reconstruct', 'cluster'], takesTime: true },
  },
  {
    ...{ options: { on: 'pca', components: 2, clusters: 5, restarts: 3 }, label: 'PCA (2) + k-means, k = 5' },
    ...{ does: ['cluster'], clusters: 5, takesTime: true, data: { dimensions: 4, range: [-3, 5] } },
  },
  { options: { on: 'pca', restarts: 1 }, label: 'PCA (6) + k-means', does: ['cluster'] },
  { options: { on: 'codes', restarts: 2 }, label: 'autoencoder + k-means', does: ['cluster'], takesTime: true },
])

/** Twelve points around each of three centres; the third number tells which, the first is most of the variance. */
const CENTRES = [
  [-20, 0, 0],
  [0, 1, 4],
  [20, 0, 8],
]
const ROWS = Array.from({ length: 36 }, (_, i) => {
  const angle = (Math.floor(i / 3) * Math.PI) / 6
  return CENTRES[i % 3]!.map((value, j) => value + 0.5 * Math.cos(angle + j))
})
const dataset = datasetOf(ROWS, [-30, 30], (_, i) => i % 3)

describe.each(testEngines())('k-means on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  const options: KMeansBaselineOptions = { on: 'pixels', components: 1, restarts: 5 }
  const fit = (more: Partial<KMeansBaselineOptions>, model?: object) => {
    const context = contextOf(engine, { dataset })
    return kMeansBaseline({ ...options, ...more }).fit({ ...context, model: { ...context.model, ...model } })
  }

  it.each(['pixels', 'pca'] as const)('finds clouds that are far from each other, on %s', async (on) => {
    const fitted = await fit({ on })
    const said = Array.from(fitted.cluster!(dataset.test))
    expect(new Set(said).size).toBe(3)
    said.forEach((cluster, i) => expect(cluster).toBe(said[i % 3]))
    expect(fitted.notes).toEqual([])
    fitted.dispose()
  })

  it('reconstructs an example by the mean of its cloud', async () => {
    const fitted = await fit({})
    const found = tidy(() => fitted.reconstruct!(tensor2d(ROWS.slice(0, 3))).arraySync())
    // Twelve cosines around the circle have the mean 0.
    found.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(CENTRES[i]![j]!, 4)))
    fitted.dispose()
  })

  it('sees of an example on codes what its code tells', async () => {
    // The second number is about 0, 1, 0: the first cloud and the third are one.
    const second = { encode: (_: unknown, x: Tensor2D) => slice(x, [0, 1], [-1, 1]), codeDimensions: 1 }
    const fitted = await fit({ on: 'codes', clusters: 3 }, second)
    const said = Array.from(fitted.cluster!(dataset.test))
    for (let i = 0; i < 36; i += 3) expect(said[i]).toBe(said[i + 2])
    fitted.dispose()
  })

  it('is refused where nobody says how many clusters, or there are too few examples', () => {
    const unlabelled = contextOf(engine, { dataset: datasetOf(ROWS, [-30, 30]) })
    expect(() => kMeansBaseline(options).check!(unlabelled)).toThrow(expect.objectContaining({ code: 'no-clusters' }))
    const many = kMeansBaseline({ ...options, clusters: 37 })
    expect(() => many.check!(unlabelled)).toThrow(expect.objectContaining({ code: 'too-few-examples' }))
    kMeansBaseline({ ...options, clusters: 36 }).check!(unlabelled)
  })
})
