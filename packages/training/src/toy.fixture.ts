import type { Engine, OutputDistribution, Params } from '@hourglass/core'
import { bernoulliLoss } from '@hourglass/losses'
import { denseAutoencoder } from '@hourglass/models'
import { stageDataset } from '@hourglass/testing'

/** The first examples of the kit's data set, as rows. */
export function toyRows(count: number): number[][] {
  const { train } = stageDataset()
  return Array.from({ length: count }, (_, place) => [...train.rows([place])])
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
