import { kolmogorovSmirnov, testDataset } from '@hourglass/testing'
import { describe, expect, it } from 'vitest'

import { pointsOf, trainPoints } from './drawn-examples.fixture.js'
import { noisyCircle, noisyCircleOptions } from './noisy-circle.js'
import { teachingPlugin } from './teaching-plugin.fixture.js'

testDataset(teachingPlugin, 'noisy-circle', [
  { sizes: { train: 5000, validation: 1000, test: 1000 } },
  { options: { noise: 1, train: 50, validation: 3, test: 2 }, sizes: { train: 50, validation: 3, test: 2 } },
])

describe('noisyCircle', () => {
  const noise = 0.2
  const points = noisyCircle(noisyCircleOptions.parse({ noise })).load().then(trainPoints)

  it('has squared radii with mean 1 + 2σ² and variance 4σ² + 4σ⁴', async () => {
    const squares = (await points).map(([x, y]) => x! ** 2 + y! ** 2)
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length
    const variance = squares.reduce((sum, square) => sum + (square - mean) ** 2, 0) / squares.length
    const expected = 4 * noise ** 2 + 4 * noise ** 4
    // Five standard errors; the fourth moment is about a normal distribution's.
    expect(Math.abs(mean - (1 + 2 * noise ** 2))).toBeLessThan(5 * Math.sqrt(expected / squares.length))
    expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt(2.5 / squares.length))
  })

  it('has angles that are uniform', async () => {
    const turns = (await points).map(([x, y]) => Math.atan2(y!, x!) / (2 * Math.PI) + 0.5)
    expect(kolmogorovSmirnov(turns, (turn) => turn).pValue).toBeGreaterThan(1e-4)
  })

  it('shows a circle of radius 1 as its manifold', async () => {
    const { manifold, spec } = await noisyCircle(noisyCircleOptions.parse({})).load()
    const outline = pointsOf(manifold!, spec.dimensions)
    for (const [x, y] of outline) expect(Math.hypot(x!, y!)).toBeCloseTo(1, 6)
    expect(new Set(outline.map(([x, y]) => Math.floor((6 * Math.atan2(y!, x!)) / Math.PI))).size).toBeGreaterThan(11)
  })
})
