import { type Dataset, PluginHost, type Split } from '@hourglass/core'
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'

import type { SheetRequest } from './data-selection.js'
import { dataSheet } from './data-sheet.js'
import { dataSource } from './data-source.js'
// @ts-expect-error a plugin as users write it, without types
import plugin from './fixtures/data-sets-plugin.mjs'
import { STANDARD_PLUGINS } from './standard-plugins.js'

const host = new PluginHost([...STANDARD_PLUGINS, plugin as never])
const never = new AbortController().signal

async function sheetOf(name: string, more: Partial<SheetRequest> = {}) {
  const dataset = await dataSource(host, name, []).load(() => {}, never)
  const sheet = await dataSheet({ name, options: {}, dataset, split: 'train', ...more }, never)
  return { dataset, ...sheet }
}

/** The grey of every pixel, and whether it is covered by a picture at all. */
function greys(png: unknown): { width: number; height: number; grey: (x: number, y: number) => number | undefined } {
  const { width, height, data } = decode(png as Uint8Array)
  const grey = (x: number, y: number): number | undefined => {
    const [red, green, blue, alpha] = data.subarray(4 * (y * width + x), 4 * (y * width + x + 1))
    expect([green, blue]).toEqual([red, red])
    return alpha === 0 ? undefined : red
  }
  return { width, height, grey }
}

/** Holds the picture at a place of a sheet, three pixels of which are one of the data's, against the data. */
function expectPicture(
  { grey }: ReturnType<typeof greys>,
  [column, row]: readonly [number, number],
  x: ArrayLike<number>,
): void {
  const [side, step] = [28, 28 * 3 + 3]
  const drawn = Array.from({ length: side * side }, (_, place) =>
    grey(column * step + 3 * (place % side) + 1, row * step + 3 * Math.floor(place / side) + 1),
  )
  expect(drawn).toEqual(Array.from(x, (value) => Math.round(255 * value)))
}

describe('of pictures', () => {
  it('has a sheet of each class, its first examples, pixel by pixel', async () => {
    const { dataset, files } = await sheetOf('mnist-10k', { split: 'test', count: 12 })
    const { labels, rows } = dataset.test
    for (const label of [0, 7]) {
      const sheet = greys(files[`class-${label}.png`])
      expect([sheet.width, sheet.height]).toEqual([10 * 87 - 3, 2 * 87 - 3])
      const places = [...labels!.keys()].filter((place) => labels![place] === label)
      for (const at of [0, 9, 11]) expectPicture(sheet, [at % 10, Math.floor(at / 10)], rows([places[at]!]))
      // No thirteenth.
      expect(sheet.grey(2 * 87 + 40, 87 + 40)).toBeUndefined()
    }
  })

  it('has one of all classes, a class a row', async () => {
    const { dataset, files } = await sheetOf('mnist-10k', { count: 5 })
    const { labels, rows } = dataset.train
    const sheet = greys(files['classes.png'])
    expect([sheet.width, sheet.height]).toEqual([5 * 87 - 3, 10 * 87 - 3])
    for (let label = 0; label < 10; label++) expectPicture(sheet, [0, label], rows([labels!.indexOf(label)]))
  })

  it('has mean pictures, of all and of each class that there is, in a range of their own', async () => {
    const { files, captions } = await sheetOf('corners')
    const { width, height, grey } = greys(files['mean.png'])
    const [scale, gap] = [32, 32]
    expect([width, height]).toEqual([3 * (3 * scale + gap) - gap, 2 * scale])
    // Left column: Σ_{k % 3 ≠ 1} k/60 of k = 1 … 30, right column: the others; 320/60 and 145/60 in sum.
    const [left, right] = [320 / 60, 145 / 60]
    const means = [
      [left / 30, 0, right / 30],
      [left / 20, 0, 0],
      [0, 0, right / 10],
    ]
    for (const [picture, columns] of means.entries())
      for (const [column, mean] of columns.entries())
        expect(grey(picture * 128 + column * scale + 5, 40)).toBe(Math.round((255 * mean) / (left / 20)))
    expect(captions['mean.png']).toContain(`black is 0, white ${Number((left / 20).toPrecision(4))}`)
  })

  it('tells the numbers of examples, and nothing of a class without any', async () => {
    const { statistics, tables, files } = await sheetOf('corners')
    expect(statistics).toMatchObject({
      set: 'corners',
      split: 'train',
      splits: { train: { examples: 30, classSizes: [20, 0, 10] } },
      all: { examples: 30, mean: expect.closeTo(465 / 60 / 90, 8), max: 0.5, zeros: expect.closeTo(4 / 6, 12) },
    })
    expect(JSON.parse(files['statistics.json'] as string)).toMatchObject({
      classes: [{ class: 0 }, { mean: null }, {}],
    })
    expect(tables).toMatch(/^class 0 +20 +66\.67 % +0\.0889 +[\d.]+ +0 +0\.5 +66\.67 %$/m)
    expect(tables).toMatch(/^class 1 +0 +0\.00 % +– +– +– +– +–$/m)
    expect(Object.keys(files)).not.toContain('class-1.png')
  })

  it('that have no classes has one sheet', async () => {
    const corners = await dataSource(host, 'corners', []).load(() => {}, never)
    const { labels: _, ...train } = corners.train as Split
    const { classes: __, ...spec } = corners.spec
    const dataset: Dataset = { ...corners, spec, train }
    const { files } = await sheetOf('corners', { dataset })
    expect(Object.keys(files)).toEqual(['examples.png', 'mean.png', 'statistics.txt', 'statistics.json'])
    expect(greys(files['examples.png']).height).toBe(3 * (64 + 32) - 32)
  })
})

describe('of points', () => {
  /** Places of the dots, in pixels. */
  function dots(svg: string): { x: number; y: number; colour: string }[] {
    return [...svg.matchAll(/<path stroke="([^"]+)"[^>]* stroke-linecap="round" d="([^"]*)"/g)].flatMap(
      ([, colour, d]) =>
        [...d!.matchAll(/M([\d.]+) ([\d.]+)h0/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y), colour: colour! })),
    )
  }

  it('has a scatter plot true to scale, classes in two colours, and the manifold', async () => {
    const { files } = await sheetOf('plane')
    const drawn = dots(files['scatter.svg'] as string)
    const manifold = drawn.filter(({ colour }) => colour === '#000')
    const points = drawn.filter(({ colour }) => colour !== '#000')
    expect([points.length, manifold.length]).toEqual([40, 4])
    // (1, 0), (0, 1), (−1, 0), (0, −1): they tell where the centre is, and how long a unit.
    const [east, north, west, south] = manifold as [
      (typeof drawn)[0],
      (typeof drawn)[0],
      (typeof drawn)[0],
      (typeof drawn)[0],
    ]
    const [unit, centreX, centreY] = [(east.x - west.x) / 2, north.x, east.y]
    expect((south.y - north.y) / 2).toBeCloseTo(unit, 0)
    const found = points.map(({ x, y }) => [(x - centreX) / unit, (centreY - y) / unit] as const)
    for (let i = 0; i < 40; i++) {
      const nearest = Math.min(...found.map(([x, y]) => Math.hypot(x - Math.cos(i), y - Math.sin(i))))
      expect(nearest).toBeLessThan(0.002)
    }
    expect(new Set(points.map(({ colour }) => colour)).size).toBe(2)
    for (const [place, { colour }] of points.entries())
      if (Math.abs(found[place]![1]) > 0.01)
        expect(colour === points[0]!.colour).toBe(found[place]![1] > 0 === found[0]![1] > 0)
  })

  it('is no more than was asked for', async () => {
    const { files } = await sheetOf('plane', { count: 3 })
    expect(dots(files['scatter.svg'] as string)).toHaveLength(2 * 3 + 4)
    expect((files['examples.csv'] as string).trim().split('\n')).toHaveLength(1 + 3)
  })
})

describe('of other numbers', () => {
  it('has tables, by example and by dimension', async () => {
    const { files, tables, statistics } = await sheetOf('numbers')
    expect(Object.keys(files)).toEqual(['examples.csv', 'statistics.txt', 'statistics.json'])
    const lines = (files['examples.csv'] as string).split('\n')
    expect(lines.slice(0, 3)).toEqual(['x1,x2,x3,x4,x5', '0,7,-1,0,1000000', '1,7,-1,0,1000001'])
    // 0 … 10: mean 5, variance (11² − 1)/12 = 10, one zero of eleven.
    expect(tables).toMatch(/^x1 +5\.0000 +3\.1623 +0 +10 +9\.09 %$/m)
    expect(tables).toMatch(/^x4 +0\.0000 +0\.0000 +0 +0 +100\.00 %$/m)
    const [, , , , x5] = (statistics as { dimensions: { mean: number; standardDeviation: number }[] }).dimensions
    expect(x5!.mean).toBe(1e6 + 5)
    expect(x5!.standardDeviation).toBeCloseTo(Math.sqrt(10), 9)
  })
})
