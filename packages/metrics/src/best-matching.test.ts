import { createCpuEngine } from '@hourglass/engine'
import { expect, it } from 'vitest'

import { bestMatching } from './best-matching.js'

/** The greatest sum over all ways to give each row another column, or none. */
function byEnumeration(weights: readonly (readonly number[])[], row = 0, taken: readonly number[] = []): number {
  if (row === weights.length) return 0
  const without = byEnumeration(weights, row + 1, taken)
  const withEach = weights[row]!.map((weight, column) =>
    taken.includes(column) ? 0 : weight + byEnumeration(weights, row + 1, [...taken, column]),
  )
  return Math.max(without, ...withEach)
}

it('matches by hand, where the greatest weight first is wrong', () => {
  expect(bestMatching([[7]])).toEqual({ total: 7, columns: [0] })
  expect(
    bestMatching([
      [10, 9],
      [9, 1],
    ]),
  ).toEqual({ total: 18, columns: [1, 0] })
})

it.each([
  [1, 5],
  [5, 1],
  [3, 3],
  [4, 6],
  [6, 4],
  [6, 6],
])('finds the best of all matchings of %i rows and %i columns', async (rows, width) => {
  const { random } = await createCpuEngine()
  for (let draw = 0; draw < 40; draw++) {
    // Few different weights make many ties, all zeros one that is degenerate.
    const drawn = random.uniform(random.key(`${rows} ${width} ${draw}`), [rows, width], 0, draw % 8).arraySync()
    const weights = (drawn as number[][]).map((row) => row.map((weight) => Math.floor(weight)))
    const { total, columns } = bestMatching(weights)
    expect(total, JSON.stringify(weights)).toBe(byEnumeration(weights))
    const matched = columns.filter((column) => column !== undefined)
    expect(columns).toHaveLength(rows)
    expect(matched).toHaveLength(Math.min(rows, width))
    expect(new Set(matched).size, 'no column twice').toBe(matched.length)
    expect(columns.reduce<number>((sum, column, row) => sum + (weights[row]![column ?? -1] ?? 0), 0)).toBe(total)
  }
})

// SciPy 1.17.1: w[linear_sum_assignment(-w)].sum()
it('matches as SciPy does where there is too much to enumerate', () => {
  const square = Array.from({ length: 40 }, (_, a) =>
    Array.from({ length: 40 }, (_, b) => (a * 37 + b * b * 11 + a * b * 17) % 101),
  )
  expect(bestMatching(square).total).toBe(3873)
  const tall = Array.from({ length: 12 }, (_, a) =>
    Array.from({ length: 7 }, (_, b) => (7 * a * a + 13 * b + 5 * a * b) % 31),
  )
  expect(bestMatching(tall).total).toBe(192)
  expect(bestMatching(square[0]!.map((_, b) => square.map((row) => row[b]!))).total).toBe(3873)
})
