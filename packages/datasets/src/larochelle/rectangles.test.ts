import { testDataset } from '@hourglass/testing'
import { expect, it } from 'vitest'

import { PUBLISHED_SHAPES } from './published-shapes.js'
import { rectangles, rectanglesOptions } from './rectangles.js'
import { cacheForTests, picturesOf, pluginOf } from './shapes.fixture.js'

const cache = cacheForTests()
const source = (options: object = {}) => rectangles(rectanglesOptions.parse(options), cache)

testDataset(pluginOf('rectangles', rectanglesOptions, rectangles), 'rectangles', [
  // There are fewer pictures than would let every large rectangle be in one split alone.
  {
    environment: cache,
    options: { test: 2000 },
    sizes: { train: 1000, validation: 200, test: 2000 },
    repeats: true,
  },
  {
    environment: cache,
    options: { train: 300, validation: 20, test: 80, shortest: 1, leastDifference: 1, seed: 7 },
    sizes: { train: 300, validation: 20, test: 80 },
    repeats: true,
  },
])

/** Width and height of the outline, measured; fails where the picture is anything but one white outline on black. */
function measure(pixels: Uint8Array): { width: number; height: number } {
  const white = Array.from(pixels.keys()).filter((at) => pixels[at] !== 0)
  const [xs, ys] = [white.map((at) => at % 28), white.map((at) => Math.floor(at / 28))]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const wrong = pixels.findIndex((pixel, at) => {
    const [x, y] = [at % 28, Math.floor(at / 28)]
    const within = x >= left && x <= right && y >= top && y <= bottom
    return pixel !== (within && (x === left || x === right || y === top || y === bottom) ? 255 : 0)
  })
  expect(wrong, 'a pixel that is not of an outline').toBe(-1)
  return { width: right - left + 1, height: bottom - top + 1 }
}

it('is at its default options what it is everywhere', async () => {
  const set = source()
  expect(set.published).toEqual(PUBLISHED_SHAPES.rectangles)
  expect((await set.load()).hashes).toEqual(PUBLISHED_SHAPES.rectangles)
  expect(source({ seed: 1 }).published).toBeUndefined()
})

it('shows one outline each, its class to be measured; sizes are uniform among those allowed', async () => {
  const set = await source().load()
  const counts = new Map<string, number>()
  let wide = 0
  for (const { pixels, label } of picturesOf(set)) {
    const { width, height } = measure(pixels)
    if (width > height !== (label === 1)) expect({ width, height, label }).toBe('another class')
    counts.set(`${width} ${height}`, (counts.get(`${width} ${height}`) ?? 0) + 1)
    wide += label
  }
  // |w − h| ≥ 3 leaves 552 of the 26² pairs of 3 … 28.
  const allowed = Array.from({ length: 26 ** 2 }, (_, pair) => [3 + (pair % 26), 3 + Math.floor(pair / 26)] as const)
    .filter(([width, height]) => Math.abs(width - height) >= 3)
    .map((size) => size.join(' '))
  expect(allowed).toHaveLength(552)
  expect([...counts.keys()].filter((size) => !allowed.includes(size))).toEqual([])
  const expected = 51_200 / 552
  const chiSquare = allowed.reduce((sum, size) => sum + ((counts.get(size) ?? 0) - expected) ** 2 / expected, 0)
  // Mean 551, standard deviation 33.
  expect(chiSquare).toBeLessThan(551 + 6 * 33.2)
  expect(Math.abs(wide - 25_600)).toBeLessThan(5 * Math.sqrt(51_200 / 4))
})

it('tells how many pictures there are', async () => {
  let possible = 0
  for (let left = 0; left < 28; left++)
    for (let right = left + 2; right < 28; right++)
      for (let top = 0; top < 28; top++)
        for (let bottom = top + 2; bottom < 28; bottom++) if (Math.abs(right - left - (bottom - top)) >= 3) possible++
  const set = await source({ train: 20, validation: 1, test: 1 }).load()
  expect(set.notes?.join()).toContain(`there are ${possible} pictures`)
})

it('has the same examples, however many there are of them and of the others', async () => {
  const [many, few] = await Promise.all(
    [{}, { train: 7, validation: 2, test: 91 }].map((sizes) => source(sizes).load()),
  )
  expect(picturesOf(few!)).toEqual(picturesOf(many!).slice(0, 100))
})

it('follows its options', async () => {
  const sizes = { train: 3000, validation: 1, test: 1 }
  const measured = picturesOf(await source({ ...sizes, shortest: 1, leastDifference: 20 }).load()).map(({ pixels }) =>
    measure(pixels),
  )
  const differences = measured.map(({ width, height }) => Math.abs(width - height))
  expect(Math.min(...differences)).toBe(20)
  expect(Math.max(...differences)).toBe(27)
  expect(() => source({ shortest: 20, leastDifference: 9 })).toThrow(
    expect.objectContaining({ code: 'invalid-option' }),
  )
})
