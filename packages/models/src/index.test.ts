import {
  DATA_SPEC,
  ENGINE,
  type Engine,
  HourglassError,
  MODEL,
  OUTPUT_DISTRIBUTION,
  PluginHost,
  type Reference,
} from '@hourglass/core'
import { gaussianOutput, testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import models from './index.js'

describe('the plugin', () => {
  let engine: Engine
  beforeAll(async () => void (engine = await testEngines()[0]!.create()))
  const create = (reference: Reference | string) =>
    new PluginHost([models])
      .createScope()
      .provide(ENGINE, engine)
      .provide(DATA_SPEC, { dimensions: 12, range: [0, 1] })
      .provide(OUTPUT_DISTRIBUTION, gaussianOutput(engine))
      .create(MODEL, reference)

  it('makes a tied model of 256 sigmoid units for the data at hand by default', () => {
    const model = create('dense')
    expect(model.codeDimensions).toBe(256)
    expect(model.encoderLayers).toMatchObject([{ inputs: 12, units: 256, activation: { name: 'sigmoid' } }])
    expect(Object.keys(model.init(engine.random.key(1))).toSorted()).toEqual([
      'decoder.0.b',
      'encoder.0.W',
      'encoder.0.b',
    ])
  })

  it('takes every option', () => {
    const model = create({ use: 'dense', hidden: [6, 2], activation: 'relu', tied: false })
    expect(model.encoderLayers.map(({ units, activation }) => [units, activation.name])).toEqual([
      [6, 'relu'],
      [2, 'relu'],
    ])
    expect(model.init(engine.random.key(1))).toHaveProperty(['decoder.1.W'])
  })

  it.each([
    { use: 'dense', hidden: [] },
    { use: 'dense', hidden: [0] },
    { use: 'dense', hidden: [2.5] },
    { use: 'dense', hidden: 6 },
    { use: 'dense', activation: 'sigmoyd' },
    { use: 'dense', tied: 'yes' },
    { use: 'dense', hiden: [3] },
    { use: 'k-sparse', hidden: 10, k: 0 },
    { use: 'k-sparse', hidden: 10, k: 11 },
    { use: 'k-sparse', hidden: [10], k: 3 },
    { use: 'k-sparse', hidden: 10, k: 3, alpha: 0.5 },
    { use: 'variational', latent: 0 },
    { use: 'variational', beta: -1 },
    { use: 'variational', importanceSamples: 0 },
    { use: 'convolutional', filters: [] },
    { use: 'convolutional', stride: 0 },
  ])('refuses %j', (reference) => {
    expect(() => create(reference)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })

  it('says that no more units can stay than there are', () => {
    expect(() => create({ use: 'k-sparse', hidden: 10, k: 11 })).toThrow(HourglassError)
    expect(() => create({ use: 'k-sparse', hidden: 10, k: 11 })).toThrow(/k ≤ hidden/)
  })

  it('takes no line of `hourglass describe` past 100 characters', () => {
    for (const { name, entry } of new PluginHost([models]).list(MODEL))
      for (const line of (entry.details ?? '').split('\n'))
        expect(line.length, `${name}: ${line}`).toBeLessThanOrEqual(100)
  })
})
