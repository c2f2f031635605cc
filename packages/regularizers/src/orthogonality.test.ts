import type { Autoencoder, PenaltyPoint } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { testRegularizer } from '@hourglass/testing'
import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import regularizers from './index.js'
import { orthogonality } from './orthogonality.js'
import { numberOf } from './reference-penalty.fixture.js'

/** ‖DDᵀ − I_a‖²_F for D of a rows and b columns, always by rows; the smaller side is less by a − b where a > b. */
function distance(D: Float64Array, a: number, b: number): number {
  let total = Math.min(b - a, 0)
  for (let i = 0; i < a; i++)
    for (let k = 0; k < a; k++) {
      let product = 0
      for (let j = 0; j < b; j++) product += D[i * b + j]! * D[k * b + j]!
      total += (product - (i === k ? 1 : 0)) ** 2
    }
  return total
}

testRegularizer(regularizers, 'orthogonality', [
  {
    penalty: ({ params, network: { model } }) => distance(params['decoder.D']!, model.codeDimensions, 6),
    networks: [
      { activation: 'sigmoid', hidden: [2] },
      { activation: 'sigmoid', hidden: [6] },
      { activation: 'sigmoid', hidden: [9] },
      { activation: 'tanh', hidden: [5, 7] },
    ],
  },
])

describe('orthogonality', () => {
  beforeAll(async () => void (await createCpuEngine()))
  const R = (...weights: Tensor2D[]) => {
    const model = { decoderWeights: () => weights } as unknown as Autoencoder
    return numberOf(orthogonality().penalty({ model } as PenaltyPoint))
  }
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)]
  const rotation = () => [
    [c, s, 0],
    [-s, c, 0],
    [0, 0, 1],
  ]

  it('is 0 for orthonormal rows of a wide matrix and orthonormal columns of a tall one', () => {
    const wide = rotation().slice(0, 2)
    const tall = rotation().map((row) => row.slice(1))
    expect(R(tensor2d(rotation()))).toBeCloseTo(0, 6)
    expect(R(tensor2d(wide))).toBeCloseTo(0, 6)
    expect(R(tensor2d(tall))).toBeCloseTo(0, 6)
  })

  it('sums over the layers of the decoder', () => {
    // (4 − 1)² and, twice on the diagonal, (0 − 1)².
    expect(R(tensor2d([[2]]), tensor2d(rotation()), tensor2d([0, 0, 0, 0], [2, 2]))).toBeCloseTo(9 + 2, 5)
  })

  it('is 0 for a decoder without weights', () => {
    expect(R()).toBe(0)
  })
})
