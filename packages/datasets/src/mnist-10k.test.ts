import { createHash } from 'node:crypto'

import type { Split } from '@hourglass/core'
import { expect, test } from 'vitest'

import { mnist10k, mnist10kOptions } from './mnist-10k.js'

const all = (size: number): number[] => Array.from({ length: size }, (_, place) => place)
const hashes = (split: Split): string[] =>
  all(split.size).map((place) =>
    createHash('sha256')
      .update(split.rows([place]))
      .digest('hex'),
  )

test('8,000 / 1,000 / 1,000 examples of 28 × 28 in [0, 1], no two alike', async () => {
  const { train, validation, test, spec } = await mnist10k({ seed: 0 }).load()
  expect([train.size, validation.size, test.size]).toEqual([8000, 1000, 1000])
  expect(spec).toEqual({ dimensions: 784, range: [0, 1], image: [28, 28], classes: 10 })
  const rows = train.rows(all(8000))
  expect(rows.every((x) => x >= 0 && x <= 1)).toBe(true)
  expect(rows.some((x) => x === 1)).toBe(true)
  // No image occurs twice among the first 10,000 of MNIST, so disjoint splits hold 10,000 different ones.
  expect(new Set([train, validation, test].flatMap(hashes)).size).toBe(10_000)
})

test('the classes of the first 10,000 MNIST labels', async () => {
  const { train, validation, test } = await mnist10k({ seed: 0 }).load()
  const labels = [train, validation, test].flatMap((split) => Array.from(split.labels!))
  // Counted in train-labels-idx1-ubyte.
  const expected = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]
  expect(all(10).map((digit) => labels.filter((label) => label === digit).length)).toEqual(expected)
  // Dealt out without regard to class: in 1,000 of 10,000 each class is within five standard deviations.
  for (const digit of all(10)) {
    const share = expected[digit]! / 10_000
    const found = Array.from(validation.labels!).filter((label) => label === digit).length
    expect(Math.abs(found - 1000 * share)).toBeLessThan(5 * Math.sqrt(1000 * share * (1 - share)))
  }
})

test('the split is the seed’s and only the seed’s', async () => {
  const [first, again, other] = await Promise.all([0, 0, 1].map((seed) => mnist10k({ seed }).load()))
  expect(hashes(again!.test)).toEqual(hashes(first!.test))
  expect(again!.train.labels).toEqual(first!.train.labels)
  const shared = new Set(hashes(first!.test))
  const common = hashes(other!.test).filter((hash) => shared.has(hash)).length
  // Hypergeometric: 100 expected, standard deviation 9.
  expect(common).toBeGreaterThan(50)
  expect(common).toBeLessThan(150)
})

test('options', () => {
  expect(mnist10kOptions.parse({})).toEqual({ seed: 0 })
  expect(mnist10kOptions.safeParse({ seed: 0.5 }).success).toBe(false)
})
