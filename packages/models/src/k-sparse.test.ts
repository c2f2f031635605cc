import { type ModelCase, testEngines, testModel } from '@hourglass/testing'
import { add, tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { mirroredReference } from './dense-reference.fixture.js'
import models from './index.js'
import { keepLargest } from './k-sparse.js'
import { twoBlocks } from './two-blocks.fixture.js'

/** The k largest numbers of a row, by sorting. */
const largest = (k: number) => (a: Float64Array) => {
  const kept = new Set([...a.keys()].toSorted((i, j) => a[j]! - a[i]!).slice(0, k))
  return a.map((value, place) => (kept.has(place) ? value : 0))
}

const selecting = (
  options: { hidden: number; k: number; alpha?: number; tied?: boolean },
  evaluated = options.k,
): ModelCase => ({
  options,
  has: evaluated === options.k ? ['linearize', 'decoderWeights'] : ['linearize', 'decoderWeights', 'cost'],
  costValue: (terms) => terms['nll']!,
  reference: mirroredReference({
    hidden: [options.hidden],
    tied: options.tied ?? true,
    activation: largest(evaluated),
  }),
})

testModel(models, 'k-sparse', [
  selecting({ hidden: 8, k: 3 }),
  selecting({ hidden: 8, k: 1, tied: false }),
  selecting({ hidden: 4, k: 4 }),
  selecting({ hidden: 8, k: 3, alpha: 1.5, tied: false }, 5),
  selecting({ hidden: 5, k: 3, alpha: 100 }, 5),
  { ...selecting({ hidden: 7, k: 2, tied: false }), output: twoBlocks },
])

describe.each(testEngines())('keepLargest on $name', ({ create }) => {
  beforeAll(async () => void (await create()))
  // Adding 0 makes a −0 a 0.
  const kept = (k: number, a: number[][]) => add(keepLargest(k).apply(tensor2d(a)), 0).arraySync()

  it('keeps the k largest, negative ones too, of each row', () => {
    expect(
      kept(2, [
        [3, -1, 2, 0.5],
        [-4, -3, -2, -1],
      ]),
    ).toEqual([
      [3, 0, 2, 0],
      [0, 0, -2, -1],
    ])
  })

  it('keeps all that tie with the k-th largest', () => {
    expect(kept(2, [[1, 2, 2, 2, 0]])).toEqual([[0, 2, 2, 2, 0]])
    expect(kept(1, [[0, 0, 0]])).toEqual([[0, 0, 0]])
  })

  it('has the slope 1 where a unit stayed', () => {
    const slopes = keepLargest(2).derivativeFromOutput(tensor2d([[0, -2, 1e-30]]))
    expect([...slopes.dataSync()]).toEqual([0, 1, 1])
  })
})
