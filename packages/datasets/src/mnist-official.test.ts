import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { testDataset } from '@hourglass/testing'
import { describe, expect, test } from 'vitest'

import { fashionMnist } from './fashion-mnist.js'
import datasets from './index.js'
import { mnist10k } from './mnist-10k.js'
import { mnist } from './mnist.js'
import { sha256 } from './sha256.js'

const data = process.env['HOURGLASS_DATA'] ?? ''
const present = ['', 'mnist'].some((folder) =>
  ['', '.gz'].some((ending) => existsSync(join(data, folder, `train-images-idx3-ubyte${ending}`))),
)

/** Of the 60,000 training and the 10,000 test labels together: 5923 + 980, …, as published in many places. */
const CLASS_SIZES = [6903, 7877, 6990, 7141, 6824, 6313, 6876, 7293, 6825, 6958]

describe.runIf(data !== '' && present)('the official files', () => {
  testDataset(datasets, 'mnist', [
    {
      sizes: { train: 50_000, validation: 10_000, test: 10_000 },
      classSizes: CLASS_SIZES,
      examples: [
        ...[5, 0, 4, 1, 9, 2, 1, 3, 1, 4].map((label, index) => ({ split: 'train', index, label }) as const),
        ...[7, 2, 1, 0, 4].map((label, index) => ({ split: 'test', index, label }) as const),
      ],
    },
    { options: { validation: 100, train: 500 }, sizes: { train: 500, validation: 100, test: 10_000 } },
  ])

  test('have the mean that everyone normalises by', async () => {
    const { train } = await mnist({ validation: 10_000 }).load()
    const mean = train.rows(Array.from({ length: 50_000 }, (_, at) => at)).reduce((sum, x) => sum + x, 0) / 39_200_000
    // 0.1307 is that of all 60,000.
    expect(mean).toBeCloseTo(0.1307, 3)
  })
})

test.runIf(data !== '' && present)('MNIST is not taken for Fashion-MNIST', async () => {
  const folder = existsSync(join(data, 'mnist')) ? join(data, 'mnist') : data
  await expect(fashionMnist({ folder, validation: 10_000 }).load()).rejects.toMatchObject({
    code: 'wrong-content',
    message: 'this is train-images-idx3-ubyte of MNIST',
  })
})

test.runIf(data !== '' && present)('mnist-10k is the first 10,000 training images, with their labels', async () => {
  const full = await mnist({ validation: 10_000 }).load()
  const small = await mnist10k({ seed: 0 }).load()
  const official = new Map(
    Array.from({ length: 10_000 }, (_, at) => [sha256(bytesOf(full.train.rows([at]))), full.train.labels![at]]),
  )
  expect(official.size).toBe(10_000)
  const seen = new Set<string>()
  for (const split of [small.train, small.validation, small.test])
    for (let at = 0; at < split.size; at++) {
      const hash = sha256(bytesOf(split.rows([at])))
      expect(official.get(hash)).toBe(split.labels![at])
      seen.add(hash)
    }
  expect(seen.size).toBe(10_000)
})

function bytesOf(row: Float32Array): Uint8Array {
  return new Uint8Array(row.buffer)
}
