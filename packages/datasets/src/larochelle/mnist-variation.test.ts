import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Dataset, DatasetSource } from '@hourglass/core'
import { kolmogorovSmirnov } from '@hourglass/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { sha256 } from '../sha256.js'
import { type DigitSource, digitSource } from './digit-source.js'
import { mnistVariation } from './mnist-variation.js'
import { MNIST_VARIATIONS } from './mnist-variations.js'

type Name = keyof typeof MNIST_VARIATIONS
const NAMES = Object.keys(MNIST_VARIATIONS) as Name[]
const SMALL = { digits: 'mnist-10k', train: 60, validation: 20, test: 40 } as const

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hourglass-'))
})
afterEach(() => rmSync(home, { recursive: true }))

function source(name: Name, options: object, digits: DigitSource = digitSource('mnist-10k')): DatasetSource {
  const given = MNIST_VARIATIONS[name].options.parse({ ...SMALL, ...options })
  return mnistVariation(MNIST_VARIATIONS[name], given, { source: digits, environment: { HOURGLASS_CACHE: home } })
}
const made = (name: Name, options: object = {}, digits?: DigitSource) => source(name, options, digits).load()

/** All examples, those of train first. */
function bytesOf({ train, validation, test }: Dataset): { pixels: Buffer; labels: Buffer } {
  const parts = [train, validation, test]
  return {
    pixels: Buffer.concat(parts.map(({ bytes }) => bytes!.pixels)),
    labels: Buffer.concat(parts.map(({ labels }) => labels!)),
  }
}

/** So many times one picture, and how often they were read. */
function alike(count: number, picture: Uint8Array) {
  let reads = 0
  const digits: DigitSource = {
    count,
    hashes: { alike: sha256(picture) },
    async read() {
      reads++
      const pixels = new Uint8Array(count * 784)
      for (let i = 0; i < count; i++) pixels.set(picture, i * 784)
      return { pixels, labels: new Uint8Array(count) }
    },
  }
  return { digits, reads: () => reads }
}
const black = new Uint8Array(784)

describe.each(NAMES)('%s', (name) => {
  it('has the same digit at the same place as mnist-basic', async () => {
    const [basic, set] = await Promise.all((['mnist-basic', name] as const).map(async (n) => bytesOf(await made(n))))
    expect(set!.labels).toEqual(basic!.labels)
    const digit = (i: number) => basic!.pixels.subarray(i * 784, (i + 1) * 784)
    const { rotated, background } = MNIST_VARIATIONS[name]
    if (!rotated)
      for (let at = 0; at < set!.pixels.length; at++) {
        const [d, x] = [basic!.pixels[at]!, set!.pixels[at]!]
        if (background === undefined ? x !== d : x < d) expect([at, x]).toEqual([at, d])
      }
    // A rotation keeps how much white there is, but for what falls out of the picture or is rounded off.
    else if (background === undefined)
      for (let i = 0; i < 120; i++) {
        const white = (pixels: Uint8Array) => pixels.reduce((sum, pixel) => sum + pixel, 0)
        const share = white(set!.pixels.subarray(i * 784, (i + 1) * 784)) / white(digit(i))
        expect(Math.abs(share - 1)).toBeLessThan(0.1)
      }
  })

  it('has the same example i in splits of other sizes', async () => {
    const small = bytesOf(await made(name))
    const large = bytesOf(await made(name, { train: 100, validation: 30, test: 7 }))
    expect(large.pixels.subarray(0, 120 * 784).equals(small.pixels)).toBe(true)
    expect(large.labels.subarray(0, 120)).toEqual(small.labels)
  })

  it('is another one by another seed, and the same one by the same', async () => {
    const [first, same, other] = await Promise.all([0, 0, 1].map((seed) => made(name, { seed })))
    expect(same!.hashes).toEqual(first!.hashes)
    expect(other!.hashes['images']).not.toBe(first!.hashes['images'])
    expect(other!.hashes['labels']).not.toBe(first!.hashes['labels'])
  })

  it('needs no digits once it is made', async () => {
    const { digits, reads } = alike(200, black)
    const first = await made(name, {}, digits)
    const again = await made(name, {}, digits)
    expect([reads(), again.hashes]).toEqual([1, first.hashes])
    await source(name, {}, digits).remake!()
    expect(reads()).toBe(2)
  })

  it('refuses more examples than there are digits', () => {
    const refused = (options: object) => () => source(name, options)
    expect(refused({ train: 9_941 })).toThrow(expect.objectContaining({ code: 'invalid-option' }))
    expect(refused({ train: 9_940 })).not.toThrow()
    expect(() =>
      mnistVariation(MNIST_VARIATIONS[name], MNIST_VARIATIONS[name].options.parse({ test: 58_001 })),
    ).toThrow(expect.objectContaining({ code: 'invalid-option', place: { path: 'test' } }))
  })

  it('refuses a folder for digits that are in none', () => {
    const refusal = expect.objectContaining({ code: 'invalid-option', place: { path: 'folder' } })
    expect(() => source(name, { folder: home })).toThrow(refusal)
  })

  it('says what its reader must know', async () => {
    const { notes } = await made(name)
    expect(notes).toEqual([
      expect.stringContaining('Larochelle et al. 2007'),
      expect.stringContaining('mnist-10k'),
      expect.stringContaining('60 / 20 / 40 examples in place of 10000 / 2000 / 50000'),
    ])
  })
})

describe('rotated digits', () => {
  it.each(['mnist-rot', 'mnist-bg-img-rot'] as const)('%s: angles are uniform', async (name) => {
    // A white spot at the right of black; 255 outshines every background.
    const spot = Uint8Array.from({ length: 784 }, (_, at) => {
      const [x, y] = [(at % 28) - 13.5, Math.floor(at / 28) - 13.5]
      return (x - 9) ** 2 + y ** 2 < 7 ? 255 : 0
    })
    const sizes = { train: 3_000, validation: 500, test: 500, ...(name === 'mnist-rot' ? {} : { longestSide: 64 }) }
    const { pixels } = bytesOf(await made(name, sizes, alike(4_000, spot).digits))
    const turns = Array.from({ length: 4_000 }, (_, i) => {
      let [right, up] = [0, 0]
      for (let at = 0; at < 784; at++)
        if ((pixels[i * 784 + at] ?? 0) === 255) {
          right += (at % 28) - 13.5
          up -= Math.floor(at / 28) - 13.5
        }
      return ((Math.atan2(up, right) / (2 * Math.PI)) % 1) + (up < 0 ? 1 : 0)
    })
    expect(kolmogorovSmirnov(turns, (u) => u).pValue).toBeGreaterThan(0.001)
    expect(new Set(turns.map((u) => Math.floor(64 * u))).size).toBe(64)
  })

  it('are interpolated as asked: only nearest has no new bytes', async () => {
    const square = Uint8Array.from({ length: 784 }, (_, at) => (at % 28 > 8 && at % 28 < 19 ? 200 : 0))
    const { digits } = alike(200, square)
    const values = async (interpolation: string) =>
      new Set(bytesOf(await made('mnist-rot', { interpolation }, digits)).pixels).size
    expect(await values('nearest')).toBe(2)
    expect(await values('bilinear')).toBeGreaterThan(100)
    expect(await values('bicubic')).toBeGreaterThan(100)
  })
})

describe('backgrounds', () => {
  it('of mnist-bg-rand are uniform bytes', async () => {
    const sizes = { train: 2_000, validation: 500, test: 500 }
    const { pixels } = bytesOf(await made('mnist-bg-rand', sizes, alike(3_000, black).digits))
    const counts = new Float64Array(256)
    let sum = 0
    for (const pixel of pixels) {
      counts[pixel]! += 1
      sum += pixel
    }
    const expected = pixels.length / 256
    const chiSquare = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0)
    // 255 degrees of freedom, standard deviation 22.6; five of them. A byte has variance (256² − 1)/12.
    expect(Math.abs(chiSquare - 255)).toBeLessThan(113)
    expect(Math.abs(sum / pixels.length - 127.5)).toBeLessThan(5 * Math.sqrt(65_535 / 12 / pixels.length))
  })

  it.each(['mnist-bg-img', 'mnist-bg-img-rot'] as const)('of %s have texture', async (name) => {
    const { pixels } = bytesOf(await made(name, { leastDeviation: 25 }, alike(200, black).digits))
    for (let i = 0; i < 120; i++) {
      const patch = pixels.subarray(i * 784, (i + 1) * 784)
      const mean = patch.reduce((sum, pixel) => sum + pixel, 0) / 784
      expect(Math.sqrt(patch.reduce((sum, pixel) => sum + (pixel - mean) ** 2, 0) / 784)).toBeGreaterThan(24.99)
    }
  })

  it.each(['mnist-bg-rand', 'mnist-bg-img'] as const)('of %s show where a composition lets them', async (name) => {
    const grey = alike(200, new Uint8Array(784).fill(128))
    const values = async (options: object) => bytesOf(await made(name, options, grey.digits)).pixels
    expect((await values({})).every((pixel) => pixel >= 128)).toBe(true)
    expect((await values({ composition: 'replace' })).every((pixel) => pixel === 128)).toBe(true)
    const behind = bytesOf(await made(name, {}, alike(200, black).digits)).pixels
    expect((await values({ composition: 'replace', threshold: 128 })).equals(behind)).toBe(true)
    const over = await values({ composition: 'over' })
    // 128 + (1 − 128/255) · b
    over.forEach((pixel, at) => {
      if (Math.abs(pixel - (128 + (127 / 255) * behind[at]!)) > 0.5) expect([at, pixel]).toEqual([at, behind[at]])
    })
  })

  it('of a folder without images are told of', async () => {
    await expect(made('mnist-bg-img', { images: home })).rejects.toMatchObject({ code: 'missing-data' })
    expect(readdirSync(home)).toEqual([])
  })

  it('refuse a threshold that would do nothing', () => {
    expect(() => source('mnist-bg-rand', { threshold: 9 })).toThrow(
      expect.objectContaining({ code: 'invalid-option', place: { path: 'threshold' } }),
    )
  })
})
