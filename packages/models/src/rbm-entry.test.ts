import {
  DATA_SPEC,
  type DataSpec,
  type Engine,
  ENGINE,
  HourglassError,
  MODEL,
  OUTPUT_DISTRIBUTION,
  type OutputDistribution,
  PluginHost,
} from '@hourglass/core'
import { SIX_PIXELS, testEngines } from '@hourglass/testing'
import { add, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import models from './index.js'
import { bitsOutput, realsOutput } from './visible-output.fixture.js'

const REALS: DataSpec = { dimensions: 6, range: [-3, 3] }

describe('the RBM, registered', () => {
  let engine: Engine
  let bits: OutputDistribution
  let reals: OutputDistribution
  beforeAll(async () => {
    engine = await testEngines()[0]!.create()
    reals = realsOutput(1)(engine)
    bits = bitsOutput(engine)
  })
  const create = (options: object, loss = bits, data: DataSpec = SIX_PIXELS) => {
    const scope = new PluginHost([models]).createScope().provide(ENGINE, engine)
    return scope
      .provide(DATA_SPEC, data)
      .provide(OUTPUT_DISTRIBUTION, loss)
      .create(MODEL, { use: 'rbm', ...options })
  }
  const mismatch = (code: string, remedy: string) =>
    expect.objectContaining({ code, remedy: expect.stringContaining(remedy) })

  it('is CD-1 with 256 hidden units for bits by default', () => {
    const model = create({})
    expect(model.encoderLayers).toMatchObject([{ inputs: 6, units: 256, activation: { name: 'sigmoid' } }])
    expect(model.learningRule!.start).toBeUndefined()
    expect(create({ rule: { persistent: true } }).learningRule!.start).toBeDefined()
  })

  it('refuses a loss or data that are not of the kind of its visible units', () => {
    expect(() => create({}, reals)).toThrow(mismatch('model-loss-mismatch', 'loss: bernoulli'))
    expect(() => create({}, { ...bits, parametersPerDimension: 2 })).toThrow(/takes 2 numbers a dimension/)
    // The same support and one number a dimension, and yet another distribution.
    const shifted = { ...bits, nll: (y: Tensor2D, theta: Tensor2D) => bits.nll(y, add(theta, 1)) }
    expect(() => create({}, shifted)).toThrow(mismatch('model-loss-mismatch', 'loss: bernoulli'))
    const wider = realsOutput(2)(engine)
    expect(() => create({ visible: 'gaussian' }, wider, REALS)).toThrow(mismatch('model-loss-mismatch', 'sigma'))
    expect(() => create({ visible: 'gaussian' })).toThrow(mismatch('model-loss-mismatch', 'loss: gaussian'))
    expect(() => create({}, bits, REALS)).toThrow(mismatch('model-data-mismatch', 'visible: gaussian'))
    expect(create({ visible: 'gaussian' }, reals, REALS).codeDimensions).toBe(256)
  })

  it.each([
    { hidden: 0 },
    { hidden: [3] },
    { visible: 'real' },
    { visible: 'gaussian', sigma: 0 },
    { sigma: 1 },
    { rule: { steps: 0 } },
    { rule: { chains: 0 } },
    { rule: { step: 1 } },
    { rule: { persistent: true, sampleVisible: false } },
  ])('refuses %j', (options) => {
    expect(() => create(options)).toThrow(HourglassError)
    expect(() => create(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })

  it.each([
    ['binary', {}],
    ['gaussian', { visible: 'gaussian' }],
  ])('with %s visible units is a tied dense of one sigmoid layer, by the same names', (_, options) => {
    const rbm = create({ hidden: 3, ...options }, 'visible' in options ? reals : bits)
    const dense = create({ use: 'dense', hidden: [3], tied: true })
    const params = Object.fromEntries(
      Object.entries(rbm.init(engine.random.key(1))).map(([name, w]) => [
        name,
        add(w, engine.random.normal(engine.random.key(name), w.shape)),
      ]),
    )
    const x = engine.random.uniform<never>(engine.random.key('x'), [4, 6] as never)
    const h = rbm.encode(params, x)
    expect(Object.keys(dense.init(engine.random.key(1))).toSorted()).toEqual(Object.keys(params).toSorted())
    expect([...h.dataSync()]).toEqual([...dense.encode(params, x).dataSync()].map((value) => expect.closeTo(value, 6)))
    expect([...rbm.decode(params, h).dataSync()]).toEqual(
      [...dense.decode(params, h).dataSync()].map((value) => expect.closeTo(value, 5)),
    )
  })
})
