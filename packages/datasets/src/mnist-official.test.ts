import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { mnist10k } from './mnist-10k.js'
import { mnist } from './mnist.js'
import { sha256 } from './sha256.js'

const data = process.env['HOURGLASS_DATA'] ?? ''
const present = ['', 'mnist'].some((folder) =>
  ['', '.gz'].some((ending) => existsSync(join(data, folder, `train-images-idx3-ubyte${ending}`))),
)

/** Counts per class of the 60,000 training and the 10,000 test labels, as published in many places. */
const TRAINING_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
const TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]

const counts = (...labels: readonly Uint8Array[]): number[] =>
  Array.from({ length: 10 }, (_, digit) =>
    labels.reduce((sum, part) => sum + part.filter((label) => label === digit).length, 0),
  )

test.runIf(data !== '' && present)('the official files', { timeout: 120_000 }, async () => {
  const { train, validation, test } = await mnist({ validation: 10_000 }).load()
  expect([train.size, validation.size, test.size]).toEqual([50_000, 10_000, 10_000])
  expect(Array.from(train.labels!.subarray(0, 10))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
  expect(Array.from(test.labels!.subarray(0, 5))).toEqual([7, 2, 1, 0, 4])
  expect(counts(train.labels!, validation.labels!)).toEqual(TRAINING_COUNTS)
  expect(counts(test.labels!)).toEqual(TEST_COUNTS)
  const mean = train.rows(Array.from({ length: 50_000 }, (_, at) => at)).reduce((sum, x) => sum + x, 0) / 39_200_000
  // The usual normalisation constant, 0.1307, is of all 60,000.
  expect(mean).toBeCloseTo(0.1307, 3)
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
