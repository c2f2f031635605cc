import { HourglassError } from '@hourglass/core'
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'

import { imageGridPng, imageGridSize, type ImageGridOptions } from './image-grid-png.js'

const NOTHING = [0, 0, 0, 0]
const grey = (level: number) => [level, level, level, 255]

/** Rows of pixels, each red, green, blue, opacity. */
function picture(png: Uint8Array): number[][][] {
  const { width, height, channels, data } = decode(png)
  expect(channels).toBe(4)
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => [...data.subarray((y * width + x) * 4, (y * width + x + 1) * 4)]),
  )
}

describe('imageGridPng', () => {
  it('puts images of one row side by side and the rest below, transparent between and after them', () => {
    const pixels = Uint8Array.of(0, 255, /**/ 51, 102, /**/ 153, 204)
    const png = imageGridPng({ pixels, count: 3, height: 1, width: 2 }, { columns: 2, scale: 1, gap: 1 })
    expect(picture(png)).toEqual([
      [grey(0), grey(255), NOTHING, grey(51), grey(102)],
      [NOTHING, NOTHING, NOTHING, NOTHING, NOTHING],
      [grey(153), grey(204), NOTHING, NOTHING, NOTHING],
    ])
  })

  it('repeats each pixel `scale` times along both axes', () => {
    const png = imageGridPng(
      { pixels: Uint8Array.of(1, 2, 3, 4), count: 1, height: 2, width: 2 },
      { columns: 1, scale: 2 },
    )
    const [top, bottom] = [
      [1, 1, 2, 2],
      [3, 3, 4, 4],
    ].map((row) => row.map(grey))
    expect(picture(png)).toEqual([top, top, bottom, bottom])
  })

  const row = (values: number[], range?: ImageGridOptions['range'], count = 1) =>
    picture(
      imageGridPng(
        { pixels: Float32Array.from(values), count, height: 1, width: values.length / count },
        { columns: count, scale: 1, gap: 0, ...(range && { range }) },
      ),
    )[0]

  it('shows floats of 0 … 1 in grey and clamps what is outside', () => {
    expect(row([-1, 0, 0.2, 1, 7])).toEqual([grey(0), grey(0), grey(51), grey(255), grey(255)])
  })

  it('takes a range of its own', () => {
    expect(row([-2, 0, 2], [-2, 2])).toEqual([grey(0), grey(128), grey(255)])
  })

  it('each: spreads every image over its own range', () => {
    expect(row([0, 10, /**/ 100, 300], 'each', 2)).toEqual([grey(0), grey(255), grey(0), grey(255)])
  })

  it('each-symmetric: blue, white, red of ColorBrewer RdBu about zero, every image by its own magnitude', () => {
    const [blue, paleBlue, white, paleRed, red] = ['2166ac', '67a9cf', 'f7f7f7', 'ef8a62', 'b2182b'].map((hex) => [
      ...Buffer.from(hex, 'hex'),
      255,
    ])
    expect(row([-8, -4, 0, 4, 8, /**/ 0, -0.5, 0.25, 0, 0], 'each-symmetric', 2)).toEqual(
      [blue, paleBlue, white, paleRed, red].concat([white, blue, paleRed, white, white]),
    )
    // The zero stays white where all is negative.
    expect(row([-1, -0.5, 0], 'each-symmetric')).toEqual([blue, paleBlue, white])
  })

  it('shows an image without any range: all zero, all equal', () => {
    expect(row([0, 0], 'each-symmetric')).toEqual([
      [247, 247, 247, 255],
      [247, 247, 247, 255],
    ])
    expect(row([5, 5], 'each')).toEqual([grey(0), grey(0)])
  })

  it('shows NaN in magenta and leaves what is not finite out of the extremes', () => {
    const magenta = [255, 0, 255, 255]
    expect(row([NaN, 0, 1])).toEqual([magenta, grey(0), grey(255)])
    expect(row([NaN, -1, Infinity, 1], 'each')).toEqual([magenta, grey(0), grey(255), grey(255)])
    expect(row([NaN, NaN], 'each-symmetric')).toEqual([magenta, magenta])
  })

  it('is as large as imageGridSize says, and no wider than its images', () => {
    const images = { pixels: new Uint8Array(5 * 6), count: 5, height: 2, width: 3 }
    const options = [{ columns: 2 }, { columns: 5, scale: 2 }, { columns: 9, scale: 1, gap: 4 }, { columns: 1, gap: 0 }]
    for (const option of options)
      expect(decode(imageGridPng(images, option))).toMatchObject(imageGridSize(images, option))
    expect(imageGridSize(images, { columns: 9, scale: 1, gap: 4 })).toEqual({ width: 5 * 3 + 4 * 4, height: 2 })
  })

  it.each([
    ['too few pixels', { count: 3 }, {}, /4 pixels are not 3 images/],
    ['no images', { count: 0 }, {}, /count of an image grid is 0/],
    ['half a column', {}, { columns: 1.5 }, /columns of an image grid is 1\.5/],
    ['a negative gap', {}, { gap: -1 }, /gap of an image grid is -1/],
    ['a range upside down', {}, { range: [1, 0] as [number, number] }, /range of an image grid is \[1, 0\]/],
  ])('refuses %s', (_, images, options, message) => {
    const call = () =>
      imageGridPng({ pixels: new Uint8Array(4), count: 1, height: 2, width: 2, ...images }, { columns: 1, ...options })
    expect(call).toThrow(HourglassError)
    expect(call).toThrow(message)
  })
})
