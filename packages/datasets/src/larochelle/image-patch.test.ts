import { describe, expect, it } from 'vitest'

import { randomDraws } from '../random-draws.js'
import { drawPatch } from './image-patch.js'

/** Every pixel tells its place: 10 · row + column, from `first` on. */
const placed = (name: string, height: number, width: number, first = 0) => ({
  name,
  height,
  width,
  pixels: Uint8Array.from({ length: height * width }, (_, at) => first + 10 * Math.floor(at / width) + (at % width)),
})
const shape = { height: 2, width: 3, leastDeviation: 0 }

describe('drawPatch', () => {
  it('takes each place of each image equally often', () => {
    const draws = randomDraws([5, 5])
    const images = [placed('a', 4, 4), placed('b', 3, 5, 100)]
    const counts = new Map<number, number>()
    for (let draw = 0; draw < 12_000; draw++) {
      const [first, ...rest] = drawPatch(images, draws, shape)
      expect(rest).toEqual([1, 2, 10, 11, 12].map((step) => first! + step))
      counts.set(first!, (counts.get(first!) ?? 0) + 1)
    }
    // Six places in each: 2 + 1 rows … 3 × 2 and 2 × 3.
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([
      ...[0, 1, 10, 11, 20, 21],
      ...[100, 101, 102, 110, 111, 112],
    ])
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    // 11 degrees of freedom: above 42 once in 60,000.
    expect(chiSquare).toBeLessThan(42)
  })

  it('draws again what deviates too little', () => {
    // The left half is flat; on its border stand patches of deviation below 50, right of it chequered ones of 50.
    const pixels = Uint8Array.from({ length: 80 }, (_, at) => {
      const [row, column] = [Math.floor(at / 20), at % 20]
      return column < 10 ? 100 : (row + column) % 2 === 0 ? 50 : 150
    })
    const image = { name: 'half', height: 4, width: 20, pixels }
    const draws = randomDraws([6, 6])
    for (let draw = 0; draw < 200; draw++) {
      const patch = drawPatch([image], draws, { height: 2, width: 2, leastDeviation: 50 })
      expect([...patch].toSorted((a, b) => a - b)).toEqual([50, 50, 150, 150])
    }
  })

  it.each([0.001, 127.5])('ends where none deviates by %s', (leastDeviation) => {
    const flat = { name: 'flat', height: 4, width: 4, pixels: new Uint8Array(16).fill(9) }
    const draw = () => drawPatch([flat], randomDraws([7, 7]), { ...shape, leastDeviation })
    expect(draw).toThrow(expect.objectContaining({ code: 'smooth-images', place: { path: 'leastDeviation' } }))
  })

  it('refuses an image that is smaller than the patch', () => {
    const images = [placed('large', 4, 4), placed('low', 1, 9)]
    const draw = () => drawPatch(images, randomDraws([8, 8]), shape)
    expect(draw).toThrow(expect.objectContaining({ code: 'small-image', message: '"low" is of 1 × 9 pixels' }))
  })
})
