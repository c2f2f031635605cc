import type { Split } from '@hourglass/core'
import { testDataset } from '@hourglass/testing'
import { expect, test } from 'vitest'

import datasets, { mnist10k } from './index.js'
import { sha256 } from './sha256.js'

// Counted in the first 10,000 of train-labels-idx1-ubyte.
const CLASS_SIZES = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]

testDataset(datasets, 'mnist-10k', [
  { sizes: { train: 8000, validation: 1000, test: 1000 }, classSizes: CLASS_SIZES },
  { options: { seed: -3 }, sizes: { train: 8000, validation: 1000, test: 1000 }, classSizes: CLASS_SIZES },
])

const hashes = (split: Split): string[] =>
  Array.from({ length: split.size }, (_, place) => sha256(new Uint8Array(split.rows([place]).buffer)))

test('digits are dealt out without regard to class', async () => {
  const { validation, spec } = await mnist10k({ seed: 0 }).load()
  expect(spec).toEqual({ dimensions: 784, range: [0, 1], image: [28, 28], classes: 10 })
  // In 1,000 of 10,000 each class is within five standard deviations.
  for (const [digit, size] of CLASS_SIZES.entries()) {
    const share = size / 10_000
    const found = Array.from(validation.labels!).filter((label) => label === digit).length
    expect(Math.abs(found - 1000 * share)).toBeLessThan(5 * Math.sqrt(1000 * share * (1 - share)))
  }
})

test('another seed is another split', async () => {
  const [first, other] = await Promise.all([0, 1].map((seed) => mnist10k({ seed }).load()))
  const shared = new Set(hashes(first!.test))
  const common = hashes(other!.test).filter((hash) => shared.has(hash)).length
  // Hypergeometric: 100 expected, standard deviation 9.
  expect(common).toBeGreaterThan(50)
  expect(common).toBeLessThan(150)
})
