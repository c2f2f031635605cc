import type { Autoencoder, Key, Params } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { type NumericRecord, testRegularizer } from '@hourglass/testing'
import { grads, type Rank, tensor1d, tensor2d, tensor3d, zeros } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import regularizers from './index.js'
import { numberOf, square, sumOf } from './reference-penalty.fixture.js'
import { type Norm, weightDecay } from './weight-decay.js'

const weights = (params: NumericRecord) =>
  Object.entries(params).flatMap(([name, values]) => (/\.[WD]$/.test(name) ? [...values] : []))

testRegularizer(regularizers, 'weight-decay', [
  { penalty: ({ params }) => sumOf(weights(params), square) },
  { options: { norm: 'l1' }, penalty: ({ params }) => sumOf(weights(params), Math.abs) },
])

describe('weightDecay', () => {
  let key: Key
  beforeAll(async () => void (key = (await createCpuEngine()).random.key(1)))
  const R = (params: Params, norm?: Norm) => {
    const x = zeros<Rank.R2>([1, 1])
    return weightDecay(norm).penalty({ x, xTilde: x, h: x, params, model: {} as Autoencoder, key })
  }

  it('counts parameters of higher rank, such as filters, too', () => {
    expect(numberOf(R({ filters: tensor3d([[[1, -2]]]) }))).toBe(5)
    expect(numberOf(R({ filters: tensor3d([[[1, -2]]]) }, 'l1'))).toBe(3)
  })

  it('is 0 for a model without weights, and for one without parameters', () => {
    for (const params of [{}, { b: tensor1d([1, 2]) }] as Params[]) {
      const penalty = R(params)
      expect([penalty.rank, numberOf(penalty)]).toEqual([0, 0])
    }
  })

  it('has the gradient sign(W) for l1, 0 at 0', () => {
    const [gradient] = grads((W) => R({ W }, 'l1'))([tensor2d([[0.5, 0, -3]])])
    expect([...gradient!.dataSync()]).toEqual([1, 0, -1])
  })
})
