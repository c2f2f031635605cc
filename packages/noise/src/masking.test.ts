import type { Random } from '@hourglass/core'
import { type NoiseCase, testEngines, testNoise } from '@hourglass/testing'
import { fill, type Rank, sum, zeros } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import plugin, { maskingNoise } from './index.js'

const masking = (fraction: number): NoiseCase => ({
  options: { fraction },
  moments: (x) => ({ mean: (1 - fraction) * x, variance: fraction * (1 - fraction) * x ** 2 }),
  possible: (xTilde, x) => xTilde === 0 || xTilde === x,
  touchedFraction: fraction,
  zero: { fraction: 0 },
})
/** k of d dimensions, each equally often. */
const exactly = (k: number, d: number, fraction: number): NoiseCase => ({
  ...masking(k / d),
  options: { fraction, exact: true },
  data: { dimensions: d, range: [0, 1] },
  touchedPerExample: k,
  dependentDimensions: true,
})

testNoise(plugin, 'masking', [
  masking(0.25),
  masking(0.9),
  { ...masking(1), touchedPerExample: 6 },
  exactly(2, 7, 0.25),
  exactly(5, 6, 0.9),
  exactly(4, 4, 1),
  exactly(0, 6, 0.05),
])

describe.each(testEngines())('maskingNoise, exact, on $name', ({ create }) => {
  it('masks every set of so many dimensions equally often', async () => {
    const { random } = await create()
    const [rows, d] = [12_000, 5]
    const chosen = maskingNoise(0.4, random, true).touched!(zeros<Rank.R2>([rows, d]), random.key(1)).dataSync()
    const counts = new Map<string, number>()
    for (let row = 0; row < rows; row++) {
      const set = chosen.subarray(row * d, (row + 1) * d).join('')
      counts.set(set, (counts.get(set) ?? 0) + 1)
    }
    const expected = rows / 10
    expect(counts.size).toBe(10)
    // The 0.9999 quantile of χ² with 9 degrees of freedom, from tables.
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(33.72)
  })

  it('masks as many where all random numbers are equal', async () => {
    const { random } = await create()
    const equal: Random = { ...random, uniform: (_, shape) => fill(shape, 0.5) }
    const chosen = maskingNoise(0.25, equal, true).touched!(zeros<Rank.R2>([3, 784]), random.key(1))
    expect([...sum(chosen, 1).dataSync()]).toEqual([196, 196, 196])
  })
})
