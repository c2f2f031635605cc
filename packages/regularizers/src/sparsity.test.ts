import type { PenaltyPoint } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { testRegularizer } from '@hourglass/testing'
import { fill, grads, type Rank, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import regularizers from './index.js'
import { average, numberOf } from './reference-penalty.fixture.js'
import { sparsity } from './sparsity.js'

/** KL of two coins in nats, summed over the two sides. */
const klOfCoins = (p: number, q: number) =>
  [
    [p, q],
    [1 - p, 1 - q],
  ].reduce((total, [of, from]) => total + of! * Math.log(of! / from!), 0)

const penaltyFor =
  (target: number) =>
  ({ h }: { h: readonly Float64Array[] }) =>
    [...h[0]!.keys()].reduce(
      (total, j) =>
        total +
        klOfCoins(
          target,
          average(h, (code) => code[j]!),
        ),
      0,
    )

const networks = [
  { activation: 'sigmoid', hidden: [1] },
  { activation: 'sigmoid', hidden: [7] },
  { activation: 'sigmoid', hidden: [4, 8] },
] as const

testRegularizer(regularizers, 'sparsity', [
  { penalty: penaltyFor(0.05), networks },
  { options: { target: 0.3 }, penalty: penaltyFor(0.3), networks },
])

describe('sparsity', () => {
  beforeAll(async () => void (await createCpuEngine()))
  const R = (h: Tensor2D, target = 0.05) => sparsity(target).penalty({ h } as PenaltyPoint)

  it('is 0 where every unit is as active as wanted, on average', () => {
    expect(numberOf(R(fill<Rank.R2>([3, 4], 0.25), 0.25))).toBeCloseTo(0, 5)
    // 0.1 and 0.4 for two examples: the mean counts, not the single activation.
    expect(numberOf(R(tensor2d([[0.1], [0.4]]), 0.25))).toBeCloseTo(0, 5)
  })

  it.each([0, 1])('is finite with a finite gradient that points back where all units are %d', (activation) => {
    const h = fill<Rank.R2>([3, 2], activation)
    const gradient = grads((h) => R(h as Tensor2D))([h])[0]!.dataSync()
    expect(numberOf(R(h))).toBeGreaterThan(0.5)
    expect(Number.isFinite(numberOf(R(h)))).toBe(true)
    for (const each of gradient) expect([Math.sign(each), Number.isFinite(each)]).toEqual([activation * 2 - 1, true])
  })

  it('says NaN rather than something else for a mean activation below 0', () => {
    expect(numberOf(R(tensor2d([[-0.5]])))).toBeNaN()
  })
})
