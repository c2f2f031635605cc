import { PluginHost, type Split } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import { dataSource } from './data-source.js'
import { splitStatistics } from './data-statistics.js'
import { tiny } from './tiny-plugins.fixture.js'

const never = new AbortController().signal

/** One number an example: first, first + 1, … */
function counting(first: number, size: number): Split {
  return { size, rows: (places) => Float32Array.from(places, (place) => first + place) }
}

describe('splitStatistics', () => {
  it('of n numbers in a row: mean (n − 1)/2, variance (n² − 1)/12', async () => {
    const n = 2501
    const spec = { dimensions: 1, range: [0, n] as const }
    const { all, classes, dimensions } = await splitStatistics(counting(0, n), spec, never)
    expect(all).toMatchObject({ examples: n, mean: (n - 1) / 2, min: 0, max: n - 1, zeros: 1 / n })
    expect(all.standardDeviation).toBeCloseTo(Math.sqrt((n * n - 1) / 12), 9)
    expect(classes).toBeUndefined()
    expect(dimensions).toHaveLength(1)
  })

  it('loses no digits where the mean is far off', async () => {
    const n = 1001
    const spec = { dimensions: 1, range: [-Infinity, Infinity] as const }
    const { all } = await splitStatistics(counting(2 ** 23, n), spec, never)
    expect(all.mean).toBe(2 ** 23 + (n - 1) / 2)
    expect(all.standardDeviation).toBeCloseTo(Math.sqrt((n * n - 1) / 12), 9)
  })

  it('by class and by dimension, with a class of which there is nothing', async () => {
    const rows = [
      [0, 1],
      [0, 3],
      [8, 0],
    ]
    const split: Split = {
      size: 3,
      rows: (places) => Float32Array.from(Array.from(places).flatMap((place) => rows[place]!)),
      labels: Uint8Array.of(0, 0, 2),
    }
    const { all, classes, dimensions } = await splitStatistics(
      split,
      { dimensions: 2, range: [0, 8], classes: 3 },
      never,
    )
    expect(classes![0]).toMatchObject({ examples: 2, mean: 1, min: 0, max: 3, zeros: 0.5 })
    expect(classes![0]!.standardDeviation).toBeCloseTo(Math.sqrt((1 + 0 + 1 + 4) / 4), 12)
    expect([...classes![0]!.meanExample]).toEqual([0, 2])
    expect(classes![1]).toMatchObject({ examples: 0, mean: Number.NaN, min: Number.NaN, zeros: Number.NaN })
    expect(classes![2]).toMatchObject({ examples: 1, mean: 4, standardDeviation: 4, min: 0, max: 8 })
    expect(all.mean).toBe(2)
    expect(all.standardDeviation).toBeCloseTo(Math.sqrt((4 + 1 + 4 + 1 + 36 + 4) / 6), 12)
    expect(all.zeros).toBe(0.5)
    expect(dimensions[0]!.mean).toBeCloseTo(8 / 3, 12)
    expect(dimensions[1]).toMatchObject({ min: 0, max: 3, zeros: 1 / 3 })
  })

  it('of three patterns that are worn off in a cycle', async () => {
    // 1 − ((example + place) mod 4)/8 is 13/16 in the mean over a cycle of 4 (of 12 with the patterns): 36 of 40 examples.
    const dataset = await dataSource(new PluginHost([tiny]), 'three-patterns', []).load(() => {}, never)
    const { train, spec } = dataset
    const cycles: Split = { ...train, size: 36, labels: train.labels!.subarray(0, 36) }
    const { all, classes } = await splitStatistics(cycles, spec, never)
    expect(classes!.map(({ examples }) => examples)).toEqual([12, 12, 12])
    for (const { mean, zeros } of classes!) {
      expect(mean).toBeCloseTo((3 / 6) * (13 / 16), 12)
      expect(zeros).toBe(0.5)
    }
    expect(all.max).toBe(1)
    expect([...all.meanExample].map((x) => x / (13 / 16))).toEqual(
      [1, 2, 1, 1, 2, 2].map((patterns) => expect.closeTo(patterns / 3, 12) as number),
    )
  })
})
