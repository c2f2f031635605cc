import { createHash } from 'node:crypto'

import type { DatasetSource, Random, Split } from '@hourglass/core'
import { tidy } from '@tensorflow/tfjs-core'

export interface BlobOptions {
  readonly dimensions: number
  readonly classes: number
  readonly sigma: number
  readonly examples: number
  readonly seed: number
}

/**
 * Gaussian blobs: x ~ N(μ_c, σ²I) in d_x dimensions, one centre μ_c ~ N(0, I) for each class c; example n is of class
 * n mod classes. Of `examples`, eight tenths are for training, a tenth each for validation and test.
 *
 * The same seed gives the same examples, on every engine up to the rounding of log, sin and cos.
 */
export function camelNameDataset(options: BlobOptions, random: Random): DatasetSource {
  const { dimensions, classes, sigma, examples, seed } = options
  const normal = (label: string, rows: number) =>
    tidy(() => random.normal(random.fold(random.key(seed), label), [rows, dimensions]).dataSync<'float32'>())
  return {
    async load(_, signal) {
      signal?.throwIfAborted()
      const [centres, noise] = [normal('centres', classes), normal('examples', examples)]
      const values = noise.map((epsilon, place) => {
        const [example, dimension] = [Math.floor(place / dimensions), place % dimensions]
        return centres[(example % classes) * dimensions + dimension]! + sigma * epsilon
      })
      const tenth = Math.floor(examples / 10)
      return {
        name: 'kebab-name',
        spec: { dimensions, range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], classes },
        train: split(values, options, 0, examples - 2 * tenth),
        validation: split(values, options, examples - 2 * tenth, examples - tenth),
        test: split(values, options, examples - tenth, examples),
        hashes: { examples: createHash('sha256').update(values).digest('hex') },
      }
    },
  }
}

/** Examples `from` … `to` − 1 of all. */
function split(values: Float32Array, { dimensions, classes }: BlobOptions, from: number, to: number): Split {
  const row = (index: number) => values.subarray((from + index) * dimensions, (from + index + 1) * dimensions)
  return {
    size: to - from,
    rows: (indices) => Float32Array.from(Array.from(indices, (index) => [...row(index)]).flat()),
    labels: Uint8Array.from({ length: to - from }, (_, index) => (from + index) % classes),
  }
}
