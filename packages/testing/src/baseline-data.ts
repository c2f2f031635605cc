import type { BaselineContext, Dataset, DataSpec, Split } from '@hourglass/core'

/** Examples within the range, some of them at its ends, in three groups: two directions of different spread, and some noise. */
function splitOf({ dimensions, range: [low, high] }: DataSpec, first: number, size: number): Split {
  const number = (i: number, j: number): number => {
    const wave = 1.6 * Math.sin(1.7 * i) * Math.cos(j) + 0.9 * Math.cos(2.3 * i) * Math.sin(2 * j)
    return (
      low +
      (high - low) * Math.min(1, Math.max(0, 0.5 + 0.3 * (wave + (i % 3) - 1) + 0.05 * Math.sin(7.1 * i * (j + 1))))
    )
  }
  return {
    size,
    rows: (indices) =>
      Float32Array.from({ length: indices.length * dimensions }, (_, place) =>
        number(first + indices[Math.floor(place / dimensions)]!, place % dimensions),
      ),
    labels: Uint8Array.from({ length: size }, (_, i) => (first + i) % 3),
  }
}

export function syntheticDataset(data: DataSpec): Dataset {
  const spec: DataSpec = { ...data, classes: 3 }
  return {
    name: 'synthetic',
    spec,
    train: splitOf(spec, 0, 240),
    validation: splitOf(spec, 1000, 60),
    test: splitOf(spec, 2000, 45),
    hashes: {},
  }
}

/** The same context, but for a test split that may not be read. */
export function withoutTestSplit(context: BaselineContext): BaselineContext {
  const refuse = (): never => {
    throw new Error('fit() looks at the test examples: it may learn from train, and choose by validation')
  }
  const test: Split = {
    size: context.dataset.test.size,
    rows: refuse,
    get labels(): never {
      return refuse()
    },
    get bytes(): never {
      return refuse()
    },
  }
  return { ...context, dataset: { ...context.dataset, test } }
}

/** These examples of a split, in this order, their labels withheld. */
export function unlabelledExamples(split: Split, places: ArrayLike<number>): Split {
  return {
    size: places.length,
    rows: (indices) => split.rows(Array.from(indices, (index) => places[index]!)),
  }
}
