import type { DatasetSource } from '@hourglass/core'

import { MNIST_FILES, MNIST_MIRRORS } from './mnist-files.js'
import { mnistLike, type MnistLikeOptions, mnistLikeOptions, type MnistSurroundings } from './mnist-like.js'

export const mnistOptions = mnistLikeOptions('mnist')

/**
 * The full MNIST: 60,000 training and 10,000 test digits of 28 × 28 bytes. By default 50,000 / 10,000 / 10,000, as in the
 * deep-learning benchmarks of Larochelle et al. and their successors. Each file is known by the SHA-256 of its content.
 * Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits", 1998.
 *
 * @throws HourglassError as `mnistLike` does
 */
export function mnist(options: MnistLikeOptions, surroundings?: MnistSurroundings): DatasetSource {
  const set = { name: 'mnist', files: MNIST_FILES, mirrors: MNIST_MIRRORS, folders: ['mnist'], loose: true } as const
  return mnistLike(set, options, surroundings)
}
