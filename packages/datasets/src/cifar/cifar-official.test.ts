import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { DATASET, definePlugin } from '@hourglass/core'
import { testDataset } from '@hourglass/testing'
import { describe, expect, test } from 'vitest'

import { cifarBw, cifarBwOptions } from './cifar-bw.js'

const data = process.env['HOURGLASS_DATA'] ?? ''
const present = ['', 'cifar10', 'cifar-10-batches-bin'].some((folder) =>
  ['', '.gz'].some((ending) => existsSync(join(data, folder, `data_batch_5.bin${ending}`))),
)

const plugin = definePlugin({
  name: 'cifar-official',
  apiVersion: 1,
  register: (registry) =>
    registry.add(DATASET, 'cifar-bw', {
      summary: 'CIFAR-10',
      options: cifarBwOptions,
      create: (options) => cifarBw(options),
    }),
})

describe.runIf(data !== '' && present)('the official batches', () => {
  testDataset(plugin, 'cifar-bw', [
    {
      options: { testBatch: 'data_batch_5' },
      sizes: { train: 30_000, validation: 10_000, test: 10_000 },
      // "The training batches contain exactly 5000 images from each class": the CIFAR-10 page.
      classSizes: Array.from({ length: 10 }, () => 5000),
      // A frog, two trucks, a deer, two automobiles, …: the first images as every tutorial shows them.
      examples: [6, 9, 9, 4, 1, 1, 2, 7, 8, 3].map((label, index) => ({ split: 'train', index, label }) as const),
    },
  ])

  // By numpy over all 50,000 images: the mean of w·(R, G, B) / 255 in float64, without rounding to bytes; and the sum of the
  // bytes, as quotient and remainder of int64: q + (2r ≥ Σw).
  test.each([
    ['luma601', 0.4808600139, 6_278_142_436],
    ['luma709', 0.4815507974, 6_287_090_107],
    ['mean', 0.4733630005, 6_180_210_513],
  ] as const)('have in %s the mean and the sum that numpy finds', async (grey, mean, bytesSum) => {
    const { train, validation, test } = await cifarBw({ grey, testBatch: 'data_batch_5' }).load()
    let sum = 0
    for (const { bytes } of [train, validation, test]) for (const byte of bytes!.pixels) sum += byte
    expect(sum).toBe(bytesSum)
    expect(sum / 51_200_000 / 255).toBeCloseTo(mean, 5)
  })
})
