import { type Engine, HourglassError, type OutputDistribution } from '@hourglass/core'
import * as losses from '@hourglass/losses'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { add, concat, fill, mean, slice, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { bestMargin } from './best-margin.js'
import { contextOf, datasetOf, PLANE } from './plane.fixture.js'

describe.each(testEngines())('bestMargin on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  it('has the least NLL of all margins where a reconstruction leaves the support', () => {
    const rows = PLANE.map((row) => row.map((value) => (value > 2 ? 1 : 0)))
    const loss = losses.bernoulliLoss(engine.random)
    const context = contextOf(engine, { dataset: datasetOf(rows, [0, 1]), loss })
    // Wrong in one place of ten, and beyond the edges.
    const wrong = tensor2d(rows.slice(0, 1000).map((row, i) => row.map((x) => (i % 10 === 0 ? 1 - x : 3 * x - 1))))
    const nll = (margin: number) =>
      mean(loss.nll(tensor2d(rows.slice(0, 1000)), loss.parametersFromMean(wrong, margin))).dataSync()[0]!
    const margin = bestMargin(context, () => wrong)
    // The best probability of what is wrong in one of ten is 0.1.
    expect(margin).toBeCloseTo(0.1, 3)
    for (const other of [1e-6, 1e-3, 0.02, 0.09, 0.11, 0.3, 0.45]) expect(nll(margin)).toBeLessThanOrEqual(nll(other))
  })

  it('is the standard deviation of the errors where the loss learns a scale', () => {
    const x = PLANE.slice(0, 1000)
    const errors = x.flatMap((row) => row.map((_, j) => 0.03 * Math.sin(17 * row[j]!)))
    const spread = Math.sqrt(errors.reduce((total, e) => total + e * e, 0) / errors.length)
    const scaled: OutputDistribution = {
      ...losses.gaussianLoss(1, engine.random),
      parametersPerDimension: 2,
      // −log N(y; μ, σ²) with θ = [μ | σ], σ the same everywhere.
      nll: (y, theta) => {
        const sigma = theta.dataSync()[3]!
        const mu = slice(theta, [0, 0], [-1, 3])
        return add(losses.gaussianLoss(sigma, engine.random).nll(y, mu), 0)
      },
      parametersFromMean: (mu, margin = 1) => concat([mu, fill(mu.shape, margin)], 1),
    }
    const margin = bestMargin(contextOf(engine, { loss: scaled }), (given) => add(given, tensor2d(errors, [1000, 3])))
    expect(Math.abs(margin / spread - 1)).toBeLessThan(0.01)
  })

  it('where no margin gives a finite NLL it says so', () => {
    const nowhere = { ...losses.gaussianLoss(1, engine.random), nll: (y: Tensor2D) => fill([y.shape[0]], Number.NaN) }
    expect(() => bestMargin(contextOf(engine, { loss: nowhere as never }), (x) => x)).toThrow(HourglassError)
  })

  it('leaves no tensor behind', async () => {
    const context = contextOf(engine)
    expect(await leakedTensors(engine, () => void bestMargin(context, (x) => add(x, 1)))).toBe(0)
  })
})
