import { describe, expect, it } from 'vitest'

import { randomDraws } from '../random-draws.js'
import { reducedGrey } from './grey-image.js'

const grey = (height: number, width: number, pixels: ArrayLike<number>) =>
  ({ height, width, channels: 1, pixels: Uint8Array.from(pixels) }) as const

describe('reducedGrey', () => {
  it.each([
    // As Rec. 601 and any program that follows it: 0.299, 0.587 and 0.114 of 255.
    ['red', [255, 0, 0], 76],
    ['green', [0, 255, 0], 150],
    ['blue', [0, 0, 255], 29],
    ['white', [255, 255, 255], 255],
    ['a colour', [10, 200, 30], 124],
  ])('takes the luma of %s', (_, pixels, luma) => {
    const opaque = { height: 1, width: 1, channels: 3, pixels: Uint8Array.from(pixels) } as const
    const clear = { height: 1, width: 1, channels: 4, pixels: Uint8Array.from([...pixels, 7]) } as const
    expect([...reducedGrey('', opaque, 1).pixels]).toEqual([luma])
    expect([...reducedGrey('', clear, 1).pixels]).toEqual([luma])
  })

  it('leaves transparency out of grey pictures too', () => {
    const pixels = Uint8Array.of(10, 0, 20, 255)
    expect([...reducedGrey('', { height: 1, width: 2, channels: 2, pixels }, 2).pixels]).toEqual([10, 20])
  })

  it.each([
    ['halves', grey(2, 4, [0, 10, 20, 30, 2, 12, 22, 32]), 2, [1, 2, [6, 26]]],
    // Two thirds and one third: (2 · 30 + 60)/3, (60 + 2 · 90)/3.
    ['two thirds of a row', grey(1, 3, [30, 60, 90]), 2, [1, 2, [40, 80]]],
    ['two thirds of a column', grey(3, 1, [30, 60, 90]), 2, [2, 1, [40, 80]]],
    ['nothing that is smaller', grey(1, 3, [30, 60, 90]), 4, [1, 3, [30, 60, 90]]],
    ['no side to nothing', grey(1, 8, [0, 0, 0, 0, 8, 8, 8, 8]), 2, [1, 2, [0, 8]]],
    ['a half up', grey(1, 2, [0, 1]), 1, [1, 1, [1]]],
  ] as const)('reduces %s', (_, source, longestSide, [height, width, pixels]) => {
    const reduced = reducedGrey('a name', source, longestSide)
    expect(reduced).toMatchObject({ name: 'a name', height, width })
    expect([...reduced.pixels]).toEqual(pixels)
  })

  it('takes the mean over the area that a pixel covers, whatever the sides', () => {
    const { integer } = randomDraws([1, 1])
    for (const [height, width, longestSide] of [
      [7, 5, 3],
      [12, 9, 8],
      [10, 13, 7],
      [3, 16, 15],
    ] as const) {
      const source = grey(
        height,
        width,
        Array.from({ length: height * width }, () => integer(256)),
      )
      const reduced = reducedGrey('', source, longestSide)
      const [h, w] = [reduced.height, reduced.width]
      // Each pixel repeated h × w times gives a picture that falls into whole blocks of height × width.
      reduced.pixels.forEach((pixel, place) => {
        const [top, left] = [Math.floor(place / w) * height, (place % w) * width]
        let sum = 0
        for (let y = top; y < top + height; y++)
          for (let x = left; x < left + width; x++) sum += source.pixels[Math.floor(y / h) * width + Math.floor(x / w)]!
        expect(pixel).toBe(Math.round(sum / (height * width)))
      })
    }
  })
})
