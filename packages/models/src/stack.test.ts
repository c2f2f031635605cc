import { DATA_SPEC, ENGINE, MODEL, OUTPUT_DISTRIBUTION, type Params, PluginHost, UNROLLED } from '@hourglass/core'
import losses, { bernoulliLoss } from '@hourglass/losses'
import {
  type ModelCase,
  type ModelReference,
  type NumericRecord,
  numbersOf,
  relativeError,
  rowsOf,
  SIX_PIXELS,
  testEngines,
  testModel,
} from '@hourglass/testing'
import { mul, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import { affine, mirroredReference, REFERENCE_ACTIVATIONS } from './dense-reference.fixture.js'
import models from './index.js'

const PLUGINS = [losses]

/** A stack of single dense layers is a deep dense network: its parameters by the names of that one. */
function asOneNetwork(params: NumericRecord): NumericRecord {
  const renamed = Object.entries(params).map(([name, values]) => {
    const [, block, rest] = /^block\.(\d+)\/(.*)$/.exec(name)!
    return [rest!.replace('.0.', `.${block}.`), values] as const
  })
  return Object.fromEntries(renamed)
}

/** Sigmoid layers whose decoders hand probabilities down: the tied or untied deep autoencoder, by its formulas. */
const deep = (hidden: readonly number[], tied: boolean): ModelReference => {
  const network = mirroredReference({ hidden, tied, activation: (a) => a.map(REFERENCE_ACTIVATIONS.sigmoid) })
  return {
    encode: (params, x) => network.encode(asOneNetwork(params), x),
    decode: (params, h) => network.decode(asOneNetwork(params), h),
  }
}

const dense = (hidden: number, more: object = {}) => ({ use: 'dense', hidden: [hidden], ...more })

const sigmoidStack = (hidden: readonly number[], tied: boolean): ModelCase => ({
  options: { layers: hidden.map((units) => dense(units, { tied })) },
  plugins: PLUGINS,
  has: ['linearize', 'decoderWeights'],
  reference: deep(hidden, tied),
})

/** 6-5-2, rectified units below, codes of any value: what is handed down to the lower layer is cut to max(0, ·). */
const rectified: ModelReference = {
  encode: (params, x) => {
    const { relu } = REFERENCE_ACTIVATIONS
    const h = affine(x, params['block.0/encoder.0.W']!, params['block.0/encoder.0.b']!).map(relu)
    return affine(h, params['block.1/encoder.0.W']!, params['block.1/encoder.0.b']!)
  },
  decode: (params, h) => {
    const y = affine(h, params['block.1/decoder.0.W']!, params['block.1/decoder.0.b']!)
    const below = y.map(REFERENCE_ACTIVATIONS.relu)
    return affine(below, params['block.0/decoder.0.W']!, params['block.0/decoder.0.b']!)
  },
}

testModel(models, 'stack', [
  sigmoidStack([5, 3], true),
  sigmoidStack([4, 3, 2], false),
  {
    options: {
      codes: 'gaussian',
      layers: [dense(5, { activation: 'relu', tied: false }), dense(2, { activation: 'identity', tied: false })],
    },
    plugins: PLUGINS,
    has: ['linearize', 'decoderWeights'],
    reference: rectified,
  },
  {
    options: {
      layers: [
        { use: 'rbm', hidden: 4 },
        { use: 'rbm', hidden: 3 },
      ],
    },
    plugins: PLUGINS,
    output: ({ random }) => bernoulliLoss(random),
    has: ['linearize', 'decoderWeights', 'generate'],
    // As autoencoders they are tied networks of sigmoid units.
    reference: deep([4, 3], true),
  },
])

describe('a stack', () => {
  async function created(options: object) {
    const engine = await testEngines()[0]!.create()
    const scope = new PluginHost([models, losses]).createScope().provide(ENGINE, engine).provide(DATA_SPEC, SIX_PIXELS)
    scope.provide(OUTPUT_DISTRIBUTION, bernoulliLoss(engine.random))
    return { engine, model: scope.create(MODEL, { use: 'stack', ...options }) }
  }

  it('decodes by copies of its parameters where it is unrolled, and encodes as before', async () => {
    const { engine, model } = await created({ layers: [dense(5), dense(3)] })
    tidy(() => {
      const params = model.init(engine.random.key(1))
      const x = tensor2d([[0, 0.2, 0.9, 1, 0.5, 0.1]])
      const name = 'block.0/encoder.0.W'
      const unrolled: Params = { ...params, [`${UNROLLED}${name}`]: mul(params[name]!, -2) }
      const swapped: Params = { ...params, [name]: mul(params[name]!, -2) }
      const h = model.encode(params, x)
      expect(model.encode(unrolled, x).arraySync()).toEqual(h.arraySync())
      expect(model.decode(unrolled, h).arraySync()).toEqual(model.decode(swapped, h).arraySync())
      expect(model.decode(unrolled, h).arraySync()).not.toEqual(model.decode(params, h).arraySync())
      const weights = model.decoderWeights!(unrolled).map((W) => W.arraySync())
      expect(weights).toEqual(model.decoderWeights!(swapped).map((W) => W.arraySync()))
    })
  })

  it('tells its layers what they see: the data below, codes and their range above', async () => {
    const { model } = await created({ codes: 'gaussian', layers: [dense(5, { activation: 'tanh' }), dense(3)] })
    expect(model.blocks!.map(({ spec, name }) => ({ name, spec }))).toEqual([
      { name: 'block.0', spec: SIX_PIXELS },
      { name: 'block.1', spec: { dimensions: 5, range: [-1, 1] } },
    ])
  })

  it('hands what the topmost machine says of its visible units down through the others', async () => {
    const { engine, model } = await created({ layers: [dense(4), { use: 'rbm', hidden: 3 }] })
    const { random } = engine
    tidy(() => {
      const params = model.init(random.key(2))
      const request = { count: 3, steps: 2, key: random.key(3) }
      const top = model.blocks![1]!.model
      const own = Object.fromEntries(
        Object.entries(params).flatMap(([name, w]) => (name.startsWith('block.1/') ? [[name.slice(8), w]] : [])),
      )
      const visible = rowsOf(top.generate!(own, request))
      const numbers = numbersOf(params)
      const [W, b] = [numbers['block.0/encoder.0.W']!, numbers['block.0/decoder.0.b']!]
      const expected = visible.map((h) =>
        Float64Array.from(b, (bias, i) =>
          REFERENCE_ACTIVATIONS.sigmoid(h.reduce((sum, value, j) => sum + value * W[i * 4 + j]!, bias)),
        ),
      )
      const found = rowsOf(model.generate!(params, request))
      for (const [place, row] of found.entries())
        expect(relativeError({ x: row }, { x: expected[place]! })).toBeLessThan(1e-5)
    })
  })

  it('refuses codes that the loss of the next layer has no probability for', async () => {
    await expect(created({ layers: [dense(5, { activation: 'tanh' }), dense(3)] })).rejects.toMatchObject({
      code: 'outside-support',
      place: { path: 'model.codes' },
      expected: 'codes in [0, 1]; those of layer 1 are in [-1, 1]',
    })
  })
})
