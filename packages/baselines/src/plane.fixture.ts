import type { BaselineContext, Dataset, Engine, Split } from '@hourglass/core'
import { gaussianLoss } from '@hourglass/losses'
import { referenceNetwork } from '@hourglass/testing'

/** Points of a plane in R³ through (1, 2, 3), spanned by (1, 0, 1)/√2 with spread 3 and (0, 1, 0) with spread 1. */
export const PLANE = Array.from({ length: 1500 }, (_, i) => {
  const [u, v] = [3 * Math.sin(i * 1.7), Math.cos(i * 2.3)]
  return [1 + u / Math.SQRT2, 2 + v, 3 + u / Math.SQRT2]
})

export function splitOf(rows: readonly (readonly number[])[]): Split {
  return { size: rows.length, rows: (indices) => Float32Array.from(Array.from(indices).flatMap((i) => rows[i]!)) }
}

/** The same examples in every split; with classes where `classOf` tells them. */
export function datasetOf(
  rows: readonly (readonly number[])[],
  range: readonly [number, number],
  classOf?: (row: readonly number[], place: number) => number,
): Dataset {
  const labels = classOf && Uint8Array.from(rows, classOf)
  const split = { ...splitOf(rows), ...(labels && { labels }) }
  const spec = { dimensions: rows[0]!.length, range, ...(labels && { classes: Math.max(...labels) + 1 }) }
  return { name: 'toy', spec, train: split, validation: split, test: split, hashes: {} }
}

/** The plane with N(θ, 1) beside a model of two code units. */
export function contextOf(engine: Engine, more: Partial<BaselineContext> = {}): BaselineContext {
  const dataset = datasetOf(PLANE, [-10, 10])
  const { model } = referenceNetwork({ dimensions: 3, hidden: [2], activation: 'sigmoid' }, engine.random)
  return {
    engine,
    dataset,
    model,
    params: {},
    noiseUse: { samples: 1, walkback: 0 },
    regularizers: [],
    stages: [],
    signal: new AbortController().signal,
    tell: () => {},
    loss: gaussianLoss(1, engine.random),
    key: engine.random.key(1),
    ...more,
  }
}
