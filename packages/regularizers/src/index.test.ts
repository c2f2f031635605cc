import { type Autoencoder, HourglassError, PluginHost, REGULARIZER } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import regularizers from './index.js'

describe('the plugin', () => {
  const host = new PluginHost([regularizers])

  it('makes weight decay, weighted by 1 unless told', async () => {
    const engine = await testEngines()[0]!.create()
    expect(host.complete(REGULARIZER, 'weight-decay')).toEqual({ use: 'weight-decay', weight: 1 })
    const regularizer = host.createScope().create(REGULARIZER, { use: 'weight-decay', weight: 0.001 } as never)
    const x = tensor2d([[1]])
    const point = { x, xTilde: x, h: x, model: {} as Autoencoder, key: engine.random.key(1) }
    // The weight λ is the objective's: the penalty itself is without it.
    expect(regularizer.penalty({ ...point, params: { W: tensor2d([[3]]) } }).dataSync()[0]).toBe(9)
  })

  it.each([{ weight: -1 }, { weight: 'much' }, { strength: 1 }])('refuses %j', (options) => {
    expect(() => host.createScope().create(REGULARIZER, { use: 'weight-decay', ...options } as never)).toThrow(
      HourglassError,
    )
  })
})
