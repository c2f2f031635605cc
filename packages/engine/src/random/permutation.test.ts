import { expect, it } from 'vitest'

import { permutation } from './permutation.js'
import { foldWords } from './words.js'

it('holds every place once', () => {
  for (const n of [0, 1, 2, 3, 10, 1001, 60_000])
    expect(permutation([n, 1], n).toSorted()).toEqual(Int32Array.from({ length: n }, (_, place) => place))
})

it('moves most places of a large set, and differs from key to key', () => {
  const order = permutation([1, 2], 10_000)
  const other = permutation([1, 3], 10_000)
  // The number of fixed points, and of coincidences, is Poisson(1).
  expect(order.filter((value, place) => value === place).length).toBeLessThan(10)
  expect(order.filter((value, place) => value === other[place]).length).toBeLessThan(10)
})

it.each([
  [4, 24, 49.73],
  [5, 120, 172.7],
])('gives each order of %i equally often', (n, orders, critical) => {
  const draws = 24_000
  const counts = new Map<string, number>()
  for (let draw = 0; draw < draws; draw++) {
    const order = permutation(foldWords([11, 12], [draw, 0]), n).join()
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  const expected = draws / orders
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(counts.size).toBe(orders)
  // The 0.999 quantile of χ² with n! − 1 degrees of freedom, from tables.
  expect(chiSquare).toBeLessThan(critical)
})
