import type { Baseline, BaselineContext, Dataset, Engine, Split } from '@hourglass/core'
import { bernoulliLoss, gaussianLoss } from '@hourglass/losses'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { mean, sub, square, sum, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { meanAndCovariance } from './mean-and-covariance.js'
import { meanExample } from './mean-example.js'
import { principalComponents } from './pca.js'

/** Points of a plane in R³ through (1, 2, 3), spanned by (1, 0, 1)/√2 with spread 3 and (0, 1, 0) with spread 1. */
const PLANE = Array.from({ length: 1500 }, (_, i) => {
  const [u, v] = [3 * Math.sin(i * 1.7), Math.cos(i * 2.3)]
  return [1 + u / Math.SQRT2, 2 + v, 3 + u / Math.SQRT2]
})

function splitOf(rows: readonly (readonly number[])[]): Split {
  return { size: rows.length, rows: (indices) => Float32Array.from(Array.from(indices).flatMap((i) => rows[i]!)) }
}

function datasetOf(rows: readonly (readonly number[])[], range: readonly [number, number]): Dataset {
  const split = splitOf(rows)
  const spec = { dimensions: rows[0]!.length, range }
  return { name: 'toy', spec, train: split, validation: split, test: split, hashes: {} }
}

describe.each(testEngines())('baselines on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  function context(more: Partial<BaselineContext> = {}): BaselineContext {
    const key = engine.random.key(1)
    const loss = gaussianLoss(1, engine.random)
    return { engine, dataset: datasetOf(PLANE, [-10, 10]), loss, codeDimensions: 2, key, ...more }
  }

  /** Mean squared error of the reconstruction of all rows. */
  async function errorOf(baseline: Baseline, rows = PLANE): Promise<number> {
    const fitted = await baseline.fit(context())
    const error = tidy(() => {
      const x = tensor2d(rows as number[][]) as Tensor2D
      return mean(sum(square(sub(x, fitted.reconstruct(x))), 1)).dataSync()[0]!
    })
    fitted.dispose()
    return error
  }

  it('finds mean and covariance, over several batches', () => {
    const { mean: mu, covariance } = meanAndCovariance(splitOf(PLANE), 3)
    for (let i = 0; i < 3; i++) {
      const expectedMean = PLANE.reduce((total, row) => total + row[i]!, 0) / PLANE.length
      expect(mu[i]).toBeCloseTo(expectedMean, 4)
      for (let j = 0; j < 3; j++) {
        const product = PLANE.reduce((total, row) => total + (row[i]! - mu[i]!) * (row[j]! - mu[j]!), 0)
        expect(covariance[3 * i + j]).toBeCloseTo(product / PLANE.length, 3)
      }
    }
  })

  it('PCA gives back a plane through its two components, and loses the smaller variance with one', async () => {
    expect(await errorOf(principalComponents({}))).toBeLessThan(1e-6)
    const v = PLANE.map((row) => row[1]!)
    const mu = v.reduce((a, b) => a + b) / v.length
    const lost = v.reduce((total, value) => total + (value - mu) ** 2, 0) / v.length
    expect(await errorOf(principalComponents({ components: 1 }))).toBeCloseTo(lost, 3)
  })

  it('PCA takes no more components than there are dimensions, and says how many', async () => {
    const fitted = await principalComponents({}).fit(context({ codeDimensions: 100 }))
    expect(fitted.label).toBe('PCA, 3 components')
    fitted.dispose()
  })

  it('the mean example loses the whole variance', async () => {
    const { covariance } = meanAndCovariance(splitOf(PLANE), 3)
    const trace = covariance[0]! + covariance[4]! + covariance[8]!
    expect(await errorOf(meanExample())).toBeCloseTo(trace, 3)
  })

  it('has a finite NLL where the reconstruction leaves the support, and none with a better margin', async () => {
    const rows = PLANE.map((row) => row.map((value) => (value > 2 ? 1 : 0)))
    const loss = bernoulliLoss(engine.random)
    const fitted = await principalComponents({ components: 1 }).fit(context({ dataset: datasetOf(rows, [0, 1]), loss }))
    const x = tensor2d(rows)
    const nll = mean(loss.nll(x, fitted.reconstruct(x))).dataSync()[0]!
    expect(Number.isFinite(nll)).toBe(true)
    const p = loss.mean(fitted.reconstruct(x))
    for (const margin of [1e-6, 1e-3, 0.02, 0.1])
      expect(nll).toBeLessThanOrEqual(mean(loss.nll(x, loss.parametersFromMean(p, margin))).dataSync()[0]! + 0.02)
    fitted.dispose()
  })

  it('leaves no tensor behind', async () => {
    const given = context()
    const fit = async (baseline: Baseline): Promise<void> => (await baseline.fit(given)).dispose()
    expect(await leakedTensors(engine, () => fit(principalComponents({})))).toBe(0)
    expect(await leakedTensors(engine, () => fit(meanExample()))).toBe(0)
  })
})
