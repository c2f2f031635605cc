import type { Engine } from '@hourglass/core'
import { beforeAll, expect, it } from 'vitest'

import { createCpuEngine } from '../cpu-engine.js'
import { free } from '../free.js'
import { inBlocks } from './brute-force.fixture.js'
import { plusPlusCentres } from './plus-plus-centres.js'

let engine: Engine
beforeAll(async () => {
  engine = await createCpuEngine()
})

function chosen(rows: readonly (readonly number[])[], k: number, seed: number): number[][] {
  const points = inBlocks(rows, 2)
  const key = engine.random.key(seed)
  const centres = plusPlusCentres(engine.random, points, k, key)
  const read = centres.arraySync()
  free(centres, key, ...points)
  return read
}

it('draws a further centre in proportion to the squared distance from those before', () => {
  // From 0 the others are drawn by 1 : 9 : 36, from 1 by 1 : 4 : 25, from 3 by 9 : 4 : 9, from 6 by 36 : 25 : 9.
  const rows = [[0], [1], [3], [6]]
  const counts = new Map<string, number>()
  const draws = 8000
  for (let seed = 0; seed < draws; seed++) {
    const pair = chosen(rows, 2, seed).join()
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  let chiSquare = 0
  for (const [a] of rows) {
    const total = rows.reduce((sum, [b]) => sum + (a! - b!) ** 2, 0)
    for (const [b] of rows) {
      if (a === b) continue
      const expected = (draws / 4) * ((a! - b!) ** 2 / total)
      chiSquare += ((counts.get(`${a},${b}`) ?? 0) - expected) ** 2 / expected
    }
  }
  // The 0.999 quantile of χ² with 11 degrees of freedom, from tables.
  expect(chiSquare).toBeLessThan(31.26)
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(draws)
})

it('chooses no point twice as long as there are others', () => {
  const rows = [
    [0, 1],
    [0, 1],
    [5, 5],
    [0, 1],
    [-3, 2],
  ]
  for (let seed = 0; seed < 20; seed++) expect(new Set(chosen(rows, 3, seed).map(String)).size).toBe(3)
})
