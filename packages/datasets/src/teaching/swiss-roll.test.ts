import { kolmogorovSmirnov, testDataset } from '@hourglass/testing'
import { describe, expect, it } from 'vitest'

import { pointsOf, trainPoints } from './drawn-examples.fixture.js'
import { swissRoll, swissRollOptions } from './swiss-roll.js'
import { teachingPlugin } from './teaching-plugin.fixture.js'

testDataset(teachingPlugin, 'swiss-roll', [
  { sizes: { train: 5000, validation: 1000, test: 1000 } },
  { options: { dimensions: 3 }, sizes: { train: 5000, validation: 1000, test: 1000 } },
])

/** t of a point of the spiral from its radius alone, as a share of the way from 1.5π to 4.5π. */
const share = (x: number, z: number) => (Math.hypot(x, z) * 4.5 - 1.5) / 3
/** How far the angle of a point is from the t of its radius, in turns of 2π. */
function turned(x: number, z: number): number {
  const turns = (Math.hypot(x, z) * 4.5) / 2 - Math.atan2(z, x) / (2 * Math.PI)
  return turns - Math.round(turns)
}
const uniform = (value: number) => Math.min(1, Math.max(0, value))

describe('swissRoll', () => {
  it('without noise lies on the spiral r = t, with t uniform in [1.5π, 4.5π]', async () => {
    const points = trainPoints(await swissRoll(swissRollOptions.parse({ noise: 0 })).load())
    for (const [x, z] of points) expect(Math.abs(turned(x!, z!))).toBeLessThan(1e-5)
    const shares = points.map(([x, z]) => share(x!, z!))
    expect(kolmogorovSmirnov(shares, uniform).pValue).toBeGreaterThan(1e-4)
  })

  it('in three dimensions is the same spiral at heights that are uniform in [−1, 1]', async () => {
    const points = trainPoints(await swissRoll(swissRollOptions.parse({ noise: 0, dimensions: 3 })).load())
    for (const [x, , z] of points) expect(Math.abs(turned(x!, z!))).toBeLessThan(1e-5)
    const samples = [points.map(([x, , z]) => share(x!, z!)), points.map(([, height]) => (height! + 1) / 2)]
    for (const sample of samples) expect(kolmogorovSmirnov(sample, uniform).pValue).toBeGreaterThan(1e-4)
  })

  it.each([2, 3] as const)('shows the whole spiral as its manifold in %d dimensions', async (dimensions) => {
    const { manifold } = await swissRoll(swissRollOptions.parse({ dimensions })).load()
    const outline = pointsOf(manifold!, dimensions)
    const shares = outline.map((point) => share(point[0]!, point.at(-1)!))
    for (const point of outline) expect(Math.abs(turned(point[0]!, point.at(-1)!))).toBeLessThan(1e-5)
    expect(Math.min(...shares)).toBeCloseTo(0, 5)
    expect(Math.max(...shares)).toBeCloseTo(1, 5)
    const steps = [...new Set(shares.map((each) => each.toFixed(4)))].map(Number).toSorted((a, b) => a - b)
    expect(Math.max(...steps.slice(1).map((step, place) => step - steps[place]!))).toBeLessThan(0.02)
    if (dimensions === 3) expect(outline.map(([, height]) => Math.abs(height!)).includes(1)).toBe(true)
  })
})
