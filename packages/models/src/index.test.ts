import { DATA_SPEC, ENGINE, type Engine, HourglassError, MODEL, PluginHost, type Reference } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
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
    { hidden: [] },
    { hidden: [0] },
    { hidden: [2.5] },
    { hidden: 6 },
    { activation: 'sigmoyd' },
    { tied: 'yes' },
    { hiden: [3] },
  ])('refuses %j', (options) => {
    expect(() => create({ use: 'dense', ...options } as never)).toThrow(HourglassError)
  })
})
