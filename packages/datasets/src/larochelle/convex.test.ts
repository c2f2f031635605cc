import { testDataset } from '@hourglass/testing'
import { describe, expect, it } from 'vitest'

import { convex, convexOptions } from './convex.js'
import { PUBLISHED_SHAPES } from './published-shapes.js'
import { cacheForTests, picturesOf, pluginOf } from './shapes.fixture.js'

const cache = cacheForTests()
const source = (options: object = {}) => convex(convexOptions.parse(options), cache)
const small = { train: 200, validation: 50, test: 100 }

const distinct = { ...small, distinct: true }
testDataset(pluginOf('convex', convexOptions, convex), 'convex', [
  { environment: cache, options: small, sizes: small, repeats: true },
  { environment: cache, options: distinct, sizes: small },
  { environment: cache, options: { ...distinct, fewestHalfPlanes: 1, location: 'distance', seed: 3 }, sizes: small },
])

/**
 * Whether no black pixel has its centre in the hull of the white ones: whether all white ones are, as seen from each
 * black one, within less than half a turn.
 */
function isConvexByDirections(pixels: Uint8Array): boolean {
  const points = Array.from(pixels.keys(), (at) => ({ x: at % 28, y: Math.floor(at / 28), white: pixels[at] !== 0 }))
  const white = points.filter((point) => point.white)
  return points.every((black) => {
    if (black.white) return true
    const directions = white.map(({ x, y }) => [x - black.x, y - black.y] as const)
    // The first that all others are to the left of, if there is one; one straight behind it lies across.
    let [fx, fy] = directions[0]!
    for (const [x, y] of directions) if (fx * y - fy * x < 0) [fx, fy] = [x, y]
    return directions.every(([x, y]) => {
      const turn = fx * y - fy * x
      return turn > 0 || (turn === 0 && fx * x + fy * y > 0)
    })
  })
}

const sizeOf = (pixels: Uint8Array) => pixels.reduce((sum, pixel) => sum + (pixel === 0 ? 0 : 1), 0)

it('is at its default options what it is everywhere', async () => {
  const set = source()
  expect(set.published).toEqual(PUBLISHED_SHAPES.convex)
  const loaded = await set.load()
  expect(loaded.hashes).toEqual(PUBLISHED_SHAPES.convex)
  expect([loaded.train.size, loaded.validation.size, loaded.test.size]).toEqual([6_000, 2_000, 50_000])
  expect(source({ distinct: true }).published).toBeUndefined()
})

it('the classes have equally many pictures, and the same mean number of pixels, as published', async () => {
  const pictures = picturesOf(await source().load())
  const sizes = [0, 1].map((label) =>
    pictures.filter((picture) => picture.label === label).map(({ pixels }) => sizeOf(pixels)),
  )
  expect(Math.abs(sizes[0]!.length - 29_000)).toBeLessThan(5 * Math.sqrt(58_000 / 4))
  const means = sizes.map((of) => of.reduce((sum, size) => sum + size, 0) / of.length)
  // Published is "the same", without a number: 2 % of the picture. Where the number of half-planes begins at 1, they are
  // 25 % of the picture apart.
  expect(Math.abs(means[0]! - means[1]!)).toBeLessThan(0.02 * 784)
  expect(Math.min(...sizes[1]!)).toBe(19)
  expect(Math.min(...sizes[0]!)).toBeGreaterThan(10)
})

describe.each([
  { fewestHalfPlanes: 0, location: 'point' },
  { fewestHalfPlanes: 1, location: 'point' },
  { fewestHalfPlanes: 0, location: 'distance' },
  { fewestHalfPlanes: 1, location: 'distance' },
])('%o', (options) => {
  it('a picture is white on black, and convex where its class says so', async () => {
    const pictures = picturesOf(await source({ ...options, train: 500, validation: 1, test: 1 }).load())
    for (const { pixels, label } of pictures) {
      expect([...new Set(pixels)].filter((value) => value !== 0 && value !== 255)).toEqual([])
      expect(isConvexByDirections(pixels) ? 1 : 0).toBe(label)
    }
  })
})

it('a sixth of the pictures is all white, but not where the number of half-planes begins at 1', async () => {
  const sizes = { train: 6000, validation: 1, test: 1 }
  const [from0, from1] = await Promise.all(
    [0, 1].map(async (fewestHalfPlanes) => source({ ...sizes, fewestHalfPlanes }).load()),
  )
  const share = (set: typeof from0) =>
    picturesOf(set!).filter(({ pixels }) => sizeOf(pixels) === 784).length / (sizes.train + 2)
  expect(Math.abs(share(from0) - 1 / 6)).toBeLessThan(1 / 50)
  expect(share(from1)).toBeLessThan(1 / 500)
  expect(from0!.notes?.join()).toContain('all white')
  expect(from1!.notes).toBeUndefined()
})

it('draws again what has been there, where pictures are to be distinct', async () => {
  const options = { distinct: true, train: 6000, validation: 2000, test: 2000 }
  const [many, few] = await Promise.all([options, { ...options, ...small }].map((each) => source(each).load()))
  const texts = picturesOf(many!).map(({ pixels }) => Buffer.from(pixels).toString('latin1'))
  expect(new Set(texts).size).toBe(10_000)
  expect(many!.notes).toBeUndefined()
  expect(picturesOf(few!)).toEqual(picturesOf(many!).slice(0, 350))
  // Without it, they are the same but for those that have been there.
  const plain = picturesOf(await source({ ...options, distinct: false }).load())
  const before = new Set<string>()
  for (const [i, { pixels }] of plain.entries()) {
    const text = Buffer.from(pixels).toString('latin1')
    if (texts[i] !== text) expect(before.has(text), `example ${i} has been there`).toBe(true)
    before.add(texts[i]!)
  }
})
