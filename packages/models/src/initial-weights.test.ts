import type { Engine, Key } from '@hourglass/core'
import { correlation, kolmogorovSmirnov, testEngines, variance } from '@hourglass/testing'
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { ACTIVATIONS } from './activation.js'
import { denseAutoencoder } from './dense.js'
import { initialWeights } from './initial-weights.js'

const values = (tensor: Tensor) => tensor.dataSync()

describe.each(testEngines())('initialWeights on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key('weights')
  })

  // Glorot and Bengio 2010, eq. 16: U[−√6/√(n_in + n_out), √6/√(n_in + n_out)] for tanh; 4 times that for sigmoid.
  it.each([
    ['tanh', Math.sqrt(6 / 300)],
    ['identity', Math.sqrt(6 / 300)],
    ['sigmoid', 4 * Math.sqrt(6 / 300)],
    ['relu', Math.sqrt(2) * Math.sqrt(6 / 300)],
    ['softplus', 2 * Math.sqrt(6 / 300)],
  ] as const)('%s: U[−r, r] with r = %d for 200 × 100', (activation, radius) => {
    const W = initialWeights(200, 100, ACTIVATIONS[activation], key, engine.random)
    expect(W.shape).toEqual([200, 100])
    const sample = values(W)
    expect(sample.every((w) => Math.abs(w) <= radius * (1 + 1e-6))).toBe(true)
    expect(kolmogorovSmirnov(sample, (w) => (w + radius) / (2 * radius)).pValue).toBeGreaterThan(0.001)
  })

  it('keeps the variance of activations and gradients for tanh and identity: Var W · (n_in + n_out)/2 = 1', () => {
    const sample = values(initialWeights(150, 250, ACTIVATIONS.identity, key, engine.random))
    expect(variance(sample) * 200).toBeCloseTo(1, 1)
  })

  it('init: the same key, the same parameters; another key, others; biases 0; layers independent', () => {
    const options = { dimensions: 30, hidden: [30, 30], activation: 'sigmoid', tied: false } as const
    const model = denseAutoencoder(options, engine.random)
    const params = model.init(key)
    const again = model.init(key)
    const other = model.init(engine.random.fold(key, 1))
    const weights = Object.keys(params).filter((name) => name.endsWith('.W'))
    for (const name of Object.keys(params)) {
      expect(values(again[name]!)).toEqual(values(params[name]!))
      if (name.endsWith('.b')) expect(values(params[name]!).every((b) => b === 0)).toBe(true)
      else expect(values(other[name]!)).not.toEqual(values(params[name]!))
    }
    for (const [place, name] of weights.entries())
      for (const second of weights.slice(place + 1))
        expect(Math.abs(correlation(values(params[name]!), values(params[second]!)))).toBeLessThan(4.5 / 30)
  })

  it('init: tied and untied start with the same encoder', () => {
    const options = { dimensions: 5, hidden: [3, 2], activation: 'relu' } as const
    const tied = denseAutoencoder({ ...options, tied: true }, engine.random).init(key)
    const untied = denseAutoencoder({ ...options, tied: false }, engine.random).init(key)
    for (const name of Object.keys(tied)) expect(values(untied[name]!)).toEqual(values(tied[name]!))
  })
})
