import type { Baseline, Engine } from '@hourglass/core'
import { testBaseline, testEngines } from '@hourglass/testing'
import { mean, sub, square, sum, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import baselines, { principalComponents } from './index.js'
import { contextOf, PLANE } from './plane.fixture.js'

/** μ and k principal directions by power iteration on the scatter matrix, deflated; then the projection of x. */
const powerIteration = (k: number) => (x: Float64Array, train: readonly Float64Array[]) => {
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, value, i) => total + value * b[i]!, 0)
  const mu = x.map((_, i) => train.reduce((total, row) => total + row[i]! / train.length, 0))
  const deviation = x.map((value, i) => value - mu[i]!)
  const scatter = Array.from(mu, (_, i) =>
    mu.map((_, j) => train.reduce((total, row) => total + (row[i]! - mu[i]!) * (row[j]! - mu[j]!), 0)),
  )
  const projection = Float64Array.from(mu)
  for (let component = 0; component < k; component++) {
    let direction = x.map((_, i) => 1 / (i + 1))
    let length = 0
    for (let time = 0; time < 500; time++) {
      const next = x.map((_, i) => dot(scatter[i]!, direction))
      length = Math.hypot(...next)
      direction = next.map((value) => value / length)
    }
    direction.forEach((u, i) => {
      projection[i]! += dot(deviation, direction) * u
      direction.forEach((v, j) => (scatter[i]![j]! -= length * u * v))
    })
  }
  return projection
}

testBaseline(baselines, 'pca', [
  { label: 'PCA, 2 components', reconstruct: powerIteration(2) },
  { options: { components: 1 }, label: 'PCA, 1 component', reconstruct: powerIteration(1) },
  // No more components than there are dimensions: everything is kept.
  { codeDimensions: 100, label: 'PCA, 6 components', reconstruct: (x) => x },
  { data: { dimensions: 4, range: [-3, 5] }, codeDimensions: 3, reconstruct: powerIteration(3) },
])

describe.each(testEngines())('PCA on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  /** Mean squared error of the reconstruction of all points of the plane. */
  async function errorOf(baseline: Baseline): Promise<number> {
    const fitted = await baseline.fit(contextOf(engine))
    const error = tidy(() => {
      const x = tensor2d(PLANE)
      return mean(sum(square(sub(x, fitted.reconstruct!(x))), 1)).dataSync()[0]!
    })
    fitted.dispose()
    return error
  }

  it('gives back a plane through its two components, and loses the smaller variance with one', async () => {
    expect(await errorOf(principalComponents({}))).toBeLessThan(1e-6)
    const v = PLANE.map((row) => row[1]!)
    const mu = v.reduce((a, b) => a + b) / v.length
    const lost = v.reduce((total, value) => total + (value - mu) ** 2, 0) / v.length
    expect(await errorOf(principalComponents({ components: 1 }))).toBeCloseTo(lost, 3)
  })
})
