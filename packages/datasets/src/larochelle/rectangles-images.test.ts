import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { testDataset } from '@hourglass/testing'
import { encode } from 'fast-png'
import { describe, expect, it } from 'vitest'

import { PUBLISHED_SHAPES } from './published-shapes.js'
import { rectanglesImages, rectanglesImagesOptions } from './rectangles-images.js'
import { cacheForTests, filledRectangle, picturesOf, pluginOf } from './shapes.fixture.js'

const cache = cacheForTests()
const source = (options: object = {}) => rectanglesImages(rectanglesImagesOptions.parse(options), cache)
const small = { train: 150, validation: 30, test: 60 }

testDataset(pluginOf('rectangles-images', rectanglesImagesOptions, rectanglesImages), 'rectangles-images', [
  { environment: cache, options: small, sizes: small },
])

/** A folder with grey pictures. */
function folderOf(name: string, pictures: readonly { side: number; pixel: (at: number) => number }[]): string {
  const folder = join(cache.HOURGLASS_CACHE, name)
  mkdirSync(folder, { recursive: true })
  for (const [place, { side, pixel }] of pictures.entries()) {
    const data = Uint8Array.from({ length: side * side }, (_, at) => pixel(at))
    writeFileSync(join(folder, `${place}.png`), encode({ width: side, height: side, channels: 1, data }))
  }
  return folder
}

it('is at its default options what it is everywhere; no picture is in it twice', async () => {
  const set = source()
  expect(set.published).toEqual(PUBLISHED_SHAPES['rectangles-images'])
  const loaded = await set.load()
  expect(loaded.hashes).toMatchObject(PUBLISHED_SHAPES['rectangles-images'])
  expect(Object.keys(loaded.hashes)).toHaveLength(2 + 9)
  const pictures = picturesOf(loaded)
  expect(new Set(pictures.map(({ pixels }) => Buffer.from(pixels).toString('latin1'))).size).toBe(62_000)
  const wide = pictures.filter(({ label }) => label === 1).length
  expect(Math.abs(wide - 31_000)).toBeLessThan(5 * Math.sqrt(62_000 / 4))
  expect(source({ leastArea: 0.3 }).published).toBeUndefined()
})

describe('of a black and a white image', () => {
  const tones = [0, 255].map((tone) => ({ side: 40, pixel: () => tone }))
  const make = (options: object = {}) =>
    source({ images: folderOf('tones', tones), leastDeviation: 0, train: 8000, validation: 1, test: 1, ...options })

  /** The rectangles that can be seen, one tone on the other; a strip from border to border leaves another one. */
  async function seen(options: object = {}) {
    return picturesOf(await make(options).load()).flatMap(({ pixels, label }) => {
      const tonesSeen = new Set(pixels)
      if (tonesSeen.size === 1) return []
      expect([...tonesSeen].toSorted()).toEqual([0, 255])
      const found = [0, 255].map((tone) => filledRectangle(pixels, (value) => value === tone))
      const fits = found.filter((rectangle) => rectangle !== undefined)
      expect(fits, 'one tone or the other fills a rectangle').not.toEqual([])
      return [{ fits, label }]
    })
  }

  it('half of the pictures have both tones', async () => {
    const both = (await seen()).length
    expect(Math.abs(both - 4001)).toBeLessThan(5 * Math.sqrt(8002 / 4))
  })

  it('rectangles are within their limits, and their class can be measured', async () => {
    const found = await seen()
    const allowed = ({ width, height }: { width: number; height: number }) =>
      Math.min(width, height) >= 10 && Math.abs(width - height) >= 5 && width * height >= 196 && width * height <= 588
    for (const { fits, label } of found) {
      const those = fits.filter(allowed)
      expect(those).not.toEqual([])
      for (const { width, height } of those) expect(width > height ? 1 : 0).toBe(label)
    }
    // All sizes but strips, of which it cannot be told which tone they are.
    const sizes = found.flatMap(({ fits }) => (fits.length === 1 ? fits : []))
    const areas = sizes.map(({ width, height }) => width * height)
    expect(Math.max(...areas)).toBe(588)
    expect(Math.min(...sizes.map(({ width, height }) => Math.min(width, height)))).toBe(10)
    expect(Math.min(...sizes.map(({ width, height }) => Math.abs(width - height)))).toBe(5)
  })

  it('follows its options', async () => {
    const limits = { shortest: 5, leastDifference: 2, leastArea: 0.1, mostArea: 0.2 }
    for (const { fits } of await seen({ ...limits, train: 2000 })) {
      const those = fits.filter(({ width, height }) => width * height >= 78.4 && width * height <= 156.8)
      expect(those).toHaveLength(1)
      expect(Math.min(those[0]!.width, those[0]!.height)).toBeGreaterThanOrEqual(5)
      expect(Math.abs(those[0]!.width - those[0]!.height)).toBeGreaterThanOrEqual(2)
    }
  })
})

it('shows of a patch what stands where the rectangle is', async () => {
  // There is but one patch: with either of the two in its place, each picture is that patch.
  const pixel = (at: number) => (at * 37) % 256
  const set = await source({ images: folderOf('one', [{ side: 28, pixel }]), train: 40, validation: 1, test: 1 }).load()
  const patch = Uint8Array.from({ length: 784 }, (_, at) => pixel(at))
  for (const { pixels } of picturesOf(set)) expect(pixels).toEqual(patch)
})

it('refuses bounds between which there is no rectangle', () => {
  const bounds = { leastArea: 0.6, mostArea: 0.5 }
  expect(() => source(bounds)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
})
