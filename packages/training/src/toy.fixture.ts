import type { Dataset, Engine, OutputDistribution, Params, Split } from '@hourglass/core'
import { bernoulliLoss } from '@hourglass/losses'
import { denseAutoencoder } from '@hourglass/models'

/** A split of given rows. */
export function toySplit(rows: readonly (readonly number[])[]): Split {
  return {
    size: rows.length,
    rows: (indices) => Float32Array.from([...(indices as number[])].flatMap((i) => rows[i]!)),
  }
}

/** Six-dimensional bytes in [0, 1] with structure: each example is one of three patterns, its pixels dimmed in turn. */
export function toyRows(count: number): number[][] {
  const patterns = [
    [1, 1, 0, 0, 0, 1],
    [0, 1, 1, 0, 1, 0],
    [0, 0, 0, 1, 1, 1],
  ]
  return Array.from({ length: count }, (_, i) => patterns[i % 3]!.map((p, j) => p * (1 - ((i + j) % 4) / 8)))
}

export function toyDataset(): Dataset {
  const rows = toyRows(60)
  return {
    name: 'toy',
    spec: { dimensions: 6, range: [0, 1] },
    train: toySplit(rows.slice(0, 40)),
    validation: toySplit(rows.slice(40, 50)),
    test: toySplit(rows.slice(50)),
    hashes: {},
  }
}

export function toyModel(engine: Engine, hidden: readonly number[] = [4]) {
  return denseAutoencoder({ dimensions: 6, hidden, activation: 'sigmoid', tied: true }, engine.random)
}

export function toyLoss(engine: Engine): OutputDistribution {
  return bernoulliLoss(engine.random)
}

/** All values of all parameters, read to the host. */
export function valuesOf(params: Params): Record<string, number[]> {
  return Object.fromEntries(Object.entries(params).map(([name, tensor]) => [name, [...tensor.dataSync()]]))
}
