import { HourglassError, OPTIMIZER, PluginHost, SCHEDULE } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import optimizers from './index.js'

describe('the plugin', () => {
  const host = new PluginHost([optimizers])

  it('has the defaults of the papers, written out by the host', () => {
    // Kingma and Ba 2015, Algorithm 1.
    const moments = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
    expect(host.complete(OPTIMIZER, 'adam')).toEqual({ use: 'adam', ...moments })
    expect(host.complete(OPTIMIZER, 'adamw')).toMatchObject(moments)
    // Tieleman and Hinton 2012: 0.9 and 0.1.
    expect(host.complete(OPTIMIZER, 'rmsprop')).toMatchObject({ rho: 0.9, centered: false })
  })

  it.each([
    { use: 'sgd', learningRate: 0 },
    { use: 'sgd', learningRate: -0.1 },
    { use: 'sgd', clipNorm: 0 },
    { use: 'sgd', schedule: 'cosin' },
    { use: 'momentum', momentum: 1 },
    { use: 'nesterov', momentum: 1 },
    { use: 'adam', beta1: 1 },
    { use: 'adam', beta2: -0.1 },
    { use: 'adam', epsilon: 0 },
    { use: 'adam', learningRate: 'fast' },
    { use: 'adamw', decay: -1 },
    { use: 'adamw', decayed: 'biases' },
    { use: 'adagrad', epsilon: 0 },
    { use: 'rmsprop', rho: 1 },
  ])('refuses the optimizer %j', (reference) => {
    expect(() => host.complete(OPTIMIZER, reference)).toThrow(HourglassError)
  })

  it.each([
    { use: 'inverse-time', decay: -1 },
    { use: 'inverse-time', per: 'batch' },
    { use: 'step', gamma: 0 },
    { use: 'step', every: 0.5 },
    { use: 'cosine', floor: 2 },
    { use: 'linear', floor: -0.1 },
    { use: 'warm-up', epochs: 0 },
    { use: 'warm-up', steps: 5, next: { use: 'cosine', flor: 0 } },
  ])('refuses the schedule %j', (reference) => {
    expect(() => host.complete(SCHEDULE, reference)).toThrow(HourglassError)
  })
})
