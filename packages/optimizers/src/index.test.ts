import { HourglassError, OPTIMIZER, PluginHost } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import optimizers from './index.js'

describe('the plugin', () => {
  const host = new PluginHost([optimizers])

  it('has the usual defaults, written out by the host', () => {
    expect(host.complete(OPTIMIZER, 'sgd')).toEqual({ use: 'sgd', learningRate: 0.1 })
    expect(host.complete(OPTIMIZER, 'momentum')).toEqual({ use: 'momentum', learningRate: 0.01, momentum: 0.9 })
    // Kingma and Ba 2015, Algorithm 1.
    const defaults = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
    expect(host.complete(OPTIMIZER, 'adam')).toEqual({ use: 'adam', ...defaults })
  })

  it.each(['sgd', 'momentum', 'adam'])('makes %s with its rate', (use) => {
    expect(
      host
        .createScope()
        .create(OPTIMIZER, { use, learningRate: 0.5 } as never)
        .learningRate(1),
    ).toBe(0.5)
  })

  it.each([
    { use: 'sgd', learningRate: 0 },
    { use: 'sgd', learningRate: -0.1 },
    { use: 'sgd', learningrate: 0.1 },
    { use: 'momentum', momentum: 1 },
    { use: 'adam', beta1: 1 },
    { use: 'adam', beta2: -0.1 },
    { use: 'adam', epsilon: 0 },
    { use: 'adam', learningRate: 'fast' },
  ])('refuses %j', (reference) => {
    expect(() => host.createScope().create(OPTIMIZER, reference as never)).toThrow(HourglassError)
  })
})
