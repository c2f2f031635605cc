import { HourglassError } from '@hourglass/core'
import { hostRandom } from '@hourglass/engine'
import { type NoiseCase, testEngines, testNoise } from '@hourglass/testing'
import { type Rank, zeros } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import plugin, { blockNoise } from './index.js'

/** The probability of being covered by one patch, counted over all of its places. */
function coverage(size: number, [height, width]: readonly [number, number], pixel: number): number {
  const [row, column] = [Math.floor(pixel / width), pixel % width]
  let covering = 0
  for (let top = 0; top + size <= height; top++)
    for (let left = 0; left + size <= width; left++)
      if (row >= top && row < top + size && column >= left && column < left + size) covering++
  return covering / ((height - size + 1) * (width - size + 1))
}

const block = (size: number, count: number, image: readonly [number, number]): NoiseCase => {
  const touched = (pixel: number) => 1 - (1 - coverage(size, image, pixel)) ** count
  const dimensions = image[0] * image[1]
  return {
    options: { size, count },
    data: { dimensions, range: [0, 1], image },
    moments: (x, i) => ({ mean: (1 - touched(i)) * x, variance: touched(i) * (1 - touched(i)) * x ** 2 }),
    possible: (xTilde, x) => xTilde === 0 || xTilde === x,
    touchedFraction: Array.from({ length: dimensions }, (_, i) => touched(i)).reduce((a, b) => a + b) / dimensions,
    ...(count === 1 ? { touchedPerExample: size ** 2 } : {}),
    dependentDimensions: true,
  }
}

testNoise(plugin, 'block', [
  block(2, 1, [3, 5]),
  block(2, 3, [5, 4]),
  block(1, 2, [2, 2]),
  // The whole height, and the whole picture.
  block(3, 1, [3, 4]),
  block(2, 1, [2, 2]),
])

describe.each(testEngines())('blockNoise on $name', ({ create }) => {
  it('covers a square, and each equally often', async () => {
    const { random } = await create()
    const [rows, height, width, size] = [12_000, 4, 5, 2]
    const noise = blockNoise({ size, count: 1 }, [height, width], random)
    const covered = noise.touched!(zeros<Rank.R2>([rows, height * width]), random.key(2)).dataSync()
    const counts = new Map<string, number>()
    for (let row = 0; row < rows; row++) {
      const picture = covered.subarray(row * height * width, (row + 1) * height * width).join('')
      counts.set(picture, (counts.get(picture) ?? 0) + 1)
    }
    const squares: string[] = []
    for (let top = 0; top + size <= height; top++)
      for (let left = 0; left + size <= width; left++)
        squares.push(
          Array.from({ length: height * width }, (_, pixel) => {
            const [down, right] = [Math.floor(pixel / width) - top, (pixel % width) - left]
            return down >= 0 && down < size && right >= 0 && right < size ? 1 : 0
          }).join(''),
        )
    expect([...counts.keys()].toSorted()).toEqual(squares.toSorted())
    const expected = rows / squares.length
    // The 0.9999 quantile of χ² with 11 degrees of freedom, from tables.
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(37.37)
  })
})

it.each([
  ['not-pictures', 1, undefined, /pictures/],
  ['block-too-large', 4, [3, 28], /4 × 4 does not fit into 3 × 28/],
  ['block-too-large', 29, [28, 28], /29 × 29/],
] as const)('refuses %s before anything is drawn, and says what to do', (code, size, image, message) => {
  const make = () => blockNoise({ size, count: 1 }, image, hostRandom)
  expect(make).toThrow(HourglassError)
  expect(make).toThrow(message)
  expect(make).toThrow(expect.objectContaining({ code, expected: expect.any(String), remedy: expect.any(String) }))
})
