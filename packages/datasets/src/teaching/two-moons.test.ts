import { kolmogorovSmirnov, testDataset } from '@hourglass/testing'
import { describe, expect, it } from 'vitest'

import { distances, pointsOf, trainPoints } from './drawn-examples.fixture.js'
import { teachingPlugin } from './teaching-plugin.fixture.js'
import { twoMoons, twoMoonsOptions } from './two-moons.js'

testDataset(teachingPlugin, 'two-moons', [
  { sizes: { train: 5000, validation: 1000, test: 1000 }, classSizes: [3500, 3500] },
  {
    options: { noise: 1, train: 51, validation: 3, test: 2 },
    sizes: { train: 51, validation: 3, test: 2 },
    classSizes: [29, 27],
  },
])

/** From a half circle of radius 2/3, y ≥ 0, about (−1/3, −1/6): along the radius above, to an end below. */
function fromUpper([x, y]: readonly number[]): number {
  const [dx, dy] = [x! + 1 / 3, y! + 1 / 6]
  return dy >= 0 ? Math.abs(Math.hypot(dx, dy) - 2 / 3) : Math.hypot(Math.abs(dx) - 2 / 3, dy)
}
const fromMoon = ([x, y]: readonly number[], label: number) => fromUpper(label === 0 ? [x!, y!] : [-x!, -y!])

describe('twoMoons', () => {
  it('without noise lies on its half circle, 1/3 or more from the other, at uniform angles', async () => {
    const dataset = await twoMoons(twoMoonsOptions.parse({ noise: 0 })).load()
    const points = trainPoints(dataset)
    const labels = dataset.train.labels!
    for (const [example, point] of points.entries()) {
      expect(fromMoon(point, labels[example]!)).toBeLessThan(1e-6)
      expect(fromMoon(point, 1 - labels[example]!)).toBeGreaterThan(1 / 3 - 1e-6)
    }
    for (const label of [0, 1]) {
      const side = label === 0 ? 1 : -1
      const own = points.filter((_, example) => labels[example] === label)
      const shares = own.map(([x, y]) => Math.atan2(side * y! + 1 / 6, side * x! + 1 / 3) / Math.PI)
      expect(kolmogorovSmirnov(shares, (share) => share).pValue).toBeGreaterThan(1e-4)
    }
  })

  it('is separated as its labels say while no noise can cross the middle: 6.67σ < 1/6', async () => {
    const dataset = await twoMoons(twoMoonsOptions.parse({ noise: 0.0249 })).load()
    const labels = dataset.train.labels!
    const crossed = trainPoints(dataset).filter(
      (point, example) => fromMoon(point, labels[example]!) >= fromMoon(point, 1 - labels[example]!),
    )
    expect(crossed).toEqual([])
  })

  it('shows both half circles as its manifold, 1/3 apart', async () => {
    const { manifold } = await twoMoons(twoMoonsOptions.parse({})).load()
    const outline = pointsOf(manifold!, 2)
    const [upper, lower] = [0, 1].map((label) => outline.filter((point) => fromMoon(point, label) < 1e-6))
    expect(upper!.length + lower!.length).toBe(outline.length)
    expect(Math.min(...distances(upper!, lower!))).toBeCloseTo(1 / 3, 4)
    // The centroid of a half circle lies 2r/π above its centre.
    const height = upper!.reduce((sum, [, y]) => sum + y!, 0) / upper!.length
    expect(height).toBeCloseTo((2 * (2 / 3)) / Math.PI - 1 / 6, 2)
  })
})
