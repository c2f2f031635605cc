import type { Dataset, DatasetSource } from '@hourglass/core'
import { seedWords } from '@hourglass/engine'
import { z } from 'zod'

import { floatSplit } from '@hourglass/engine'
import { type RandomDraws, randomDraws } from '../random-draws.js'
import { sha256 } from '../sha256.js'
import { FARTHEST_DRAW, normalDraws } from './normal-draws.js'

/** The options of every teaching set; `noise` is the default of its own. */
export const noisyManifoldOptions = (noise: number) => ({
  noise: z
    .number()
    .min(0)
    .max(1)
    .default(noise)
    .describe('σ, standard deviation of the noise around the manifold, in the unit of the data'),
  train: size('train', 5000),
  validation: size('validation', 1000),
  test: size('test', 1000),
  seed: z.number().int().default(0).describe('of everything that is random in the set'),
})

export type NoisyManifoldOptions = z.output<z.ZodObject<ReturnType<typeof noisyManifoldOptions>>>

/** A shape that fills [−1, 1]ᵈ at most. */
export interface Manifold {
  readonly name: string
  /** d. */
  readonly dimensions: number
  readonly classes?: number
  /** A random point of the shape, of the given class where there are classes. */
  draw(draws: RandomDraws, label: number): readonly number[]
  /** Points that show the shape, each of `dimensions` numbers. */
  outline(): readonly (readonly number[])[]
}

/**
 * Examples x = m + ε: m drawn on the manifold, ε ~ N(0, σ²I), rounded to float32. Classes take turns, so that each
 * has as many examples as any other, give or take one. The range is that of the shape and of all that the noise can
 * add to it: ±(1 + 6.67σ).
 *
 * Each split has a stream of its own: with fewer examples it has the first ones of a longer split, and with another σ
 * the same m and the same ε/σ. `published` are the SHA-256 of what these options come to, where that is known.
 */
export function noisyManifold(
  manifold: Manifold,
  options: NoisyManifoldOptions,
  published?: Readonly<Record<string, string>>,
): DatasetSource {
  return {
    ...(published !== undefined && { published }),
    async load(_, signal): Promise<Dataset> {
      signal?.throwIfAborted()
      const { name, dimensions, classes } = manifold
      const parts = (['train', 'validation', 'test'] as const).map((split) => drawSplit(manifold, split, options))
      const [train, validation, test] = parts.map(({ numbers, labels }) =>
        floatSplit({ values: numbers, dimensions, ...(classes !== undefined && { labels }) }),
      )
      // Rounded as the examples are, so that none of them is beyond.
      const reach = Math.fround(1 + FARTHEST_DRAW * options.noise)
      return {
        name,
        spec: { dimensions, range: [-reach, reach], ...(classes !== undefined && { classes }) },
        train: train!,
        validation: validation!,
        test: test!,
        hashes: {
          examples: hashOf(parts.map(({ numbers }) => littleEndian(numbers))),
          ...(classes !== undefined && { labels: hashOf(parts.map(({ labels }) => labels)) }),
        },
        manifold: Float32Array.from(manifold.outline().flat()),
      }
    },
  }
}

function size(split: string, count: number) {
  return z.number().int().min(1).max(1_000_000).default(count).describe(`examples of the ${split} split`)
}

function drawSplit(
  { name, dimensions, classes = 1, draw }: Manifold,
  split: 'train' | 'validation' | 'test',
  { seed, noise, ...sizes }: NoisyManifoldOptions,
): { readonly numbers: Float32Array; readonly labels: Uint8Array } {
  const draws = randomDraws(seedWords(`${name} ${split} ${seed}`))
  const normal = normalDraws(draws)
  const numbers = new Float32Array(sizes[split] * dimensions)
  const labels = Uint8Array.from({ length: sizes[split] }, (_, example) => example % classes)
  labels.forEach((label, example) => {
    const point = draw(draws, label)
    numbers.set(
      point.map((coordinate) => coordinate + noise * normal()),
      example * dimensions,
    )
  })
  return { numbers, labels }
}

function hashOf(parts: readonly Uint8Array[]): string {
  return sha256(Buffer.concat(parts))
}

/** The same bytes, and so the same hash, on every machine. */
function littleEndian(numbers: Float32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(numbers.length * 4))
  numbers.forEach((number, place) => bytes.setFloat32(place * 4, number, true))
  return new Uint8Array(bytes.buffer)
}
