import { type Autoencoder, DATA_SPEC, definePlugin, ENGINE, MODEL, type Params } from '@hourglass/core'
import {
  add,
  matMul,
  mean,
  mul,
  type Scalar,
  sigmoid,
  sum,
  tensor1d,
  type Tensor2D,
  tidy,
  topk,
} from '@tensorflow/tfjs-core'
import { stopGradient } from '@hourglass/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { SIX_PIXELS } from './describe-variant.js'
import { gaussianOutput } from './gaussian-output.js'
import {
  checkDecoderWeights,
  checkGenerate,
  checkLayers,
  checkLinearize,
  checkPosterior,
} from './model-capability-checks.js'
import { checkExamplesApart, checkGradient, checkInit, checkPurity, checkShapes, checkValues } from './model-checks.js'
import { checkCost } from './model-cost-checks.js'
import { type ModelProbe, probeModel } from './model-probe.js'
import { type ReferenceNetwork, referenceNetwork } from './reference-network.js'
import { testEngines } from './test-engines.js'
import { testModel } from './test-model.js'
import { gradientsOf } from './test-model-gradients.js'

const size = { dimensions: 6, hidden: [4, 3], activation: 'tanh' } as const
// Only its loops in float64 are used, which draw nothing.
const loops = referenceNetwork(size, undefined as never)

const plugin = definePlugin({
  name: 'models-of-the-test',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(MODEL, 'two layers', {
        summary: 'a network with loops in float64 beside it',
        options: z.strictObject({}),
        create: (_, { resolve }) => referenceNetwork(size, resolve(ENGINE).random).model,
      })
      .add(MODEL, 'gated', {
        summary: 'θ = g ⊙ (hWᵀ), h = σ(xW): as short as a model can be',
        options: z.strictObject({ hidden: z.number().default(2) }),
        create: ({ hidden }, { resolve }) => {
          const [{ dimensions }, { random }] = [resolve(DATA_SPEC), resolve(ENGINE)]
          return {
            codeDimensions: hidden,
            encoderLayers: [],
            init: (key) => ({ W: random.normal(key, [dimensions, hidden]), g: random.normal(key, [dimensions]) }),
            encode: (params, x) => sigmoid(matMul(x, params['W'] as Tensor2D)),
            decode: (params, h) => mul(matMul(h, params['W'] as Tensor2D, false, true), params['g']!),
          }
        },
      }),
})

testModel(plugin, 'two layers', [{ reference: loops, has: ['linearize', 'decoderWeights', 'posterior'] }])
testModel(plugin, 'gated', [{}, { options: { hidden: 5 }, has: [] }])

describe.each(testEngines().slice(0, 1))('finds what is wrong with a model, on $name', ({ create }) => {
  let network: ReferenceNetwork
  let right: ModelProbe
  beforeAll(async () => {
    const engine = await create()
    network = referenceNetwork(size, engine.random)
    const root = engine.random.key('wrong models')
    const key: ModelProbe['key'] = (...label) => engine.random.fold(root, ...label)
    const output = gaussianOutput(engine)
    right = probeModel({ engine, model: network.model, data: SIX_PIXELS, output, reference: network, key })
  })
  const probe = (members: Partial<Autoencoder>, withReference = true): ModelProbe => ({
    ...right,
    model: { ...right.model, ...members },
    reference: withReference ? right.reference : undefined,
  })
  const D = (params: Params) => params['decoder.D'] as Tensor2D
  const half = (params: Params) => ({ ...params, 'encoder.0.b': mul(params['encoder.0.b']!, 0.5) })
  let draws = 0

  /** By what it says: the members that are wrong, and the check that finds it. */
  const wrong: Record<string, [check: (probe: ModelProbe) => void, wrong: () => Partial<Autoencoder>]> = {
    'θ = decode': [checkShapes, () => ({ decode: (_, h) => matMul(h, h, false, true) })],
    'the same key': [
      checkInit,
      () => ({ init: (key) => right.model.init(right.engine.random.fold(key, (draws += 1))) }),
    ],
    'another key': [checkInit, () => ({ init: () => right.model.init(right.key('one')) })],
    'second time': [checkPurity, () => ({ encode: (params, x) => mul(right.model.encode(params, x), (draws += 1)) })],
    'other examples': [
      checkExamplesApart,
      () => ({ encode: (params, x) => add(right.model.encode(params, x), mean(x)) }),
    ],
    'float64 reference': [checkValues, () => ({ encode: (params, x) => right.model.encode(half(params), x) })],
    'with respect to "encoder.0.b"': [
      checkGradient,
      () => ({
        encode: (params, x) =>
          right.model.encode({ ...params, 'encoder.0.b': stopGradient(params['encoder.0.b']!) }, x),
      }),
    ],
    'not what its encoderLayers give': [
      checkLayers,
      () => ({ encode: (params, x) => right.model.encode(half(params), x) }),
    ],
    'derivativeFromOutput of the layers': [
      checkLayers,
      () => ({
        encoderLayers: right.model.encoderLayers.map((layer) => ({
          ...layer,
          activation: { ...layer.activation, derivativeFromOutput: (h) => h },
        })),
      }),
    ],
    'push(v) is not J(x)v': [
      checkLinearize,
      () => ({
        linearize(params, x) {
          const { h, push } = right.model.linearize!(params, x)
          return { h, push: (v) => mul(push(v), 2) }
        },
      }),
    ],
    'not the mean': [checkPosterior, () => ({ posterior: (params, x) => right.model.posterior!(half(params), x) })],
    'not h·D': [checkDecoderWeights, () => ({ decoderWeights: (params) => [mul(D(params), 2)] })],
    'begin at the code': [
      checkDecoderWeights,
      () => ({ decoderWeights: (params) => [matMul(D(params), D(params), true)] }),
    ],
    'for another key': [
      checkGenerate,
      () => ({
        generate: (_, { count }) => right.engine.random.uniform(right.key('one'), [count, 6]) as Tensor2D,
      }),
    ],
    'its draws held fixed': [
      checkCost,
      () => ({
        cost(params, { xTilde, nll }) {
          const h = stopGradient(right.model.encode(params, xTilde))
          const value = mean(nll(right.model.decode(params, h))) as Scalar
          return { value, h, terms: { nll: value } }
        },
      }),
    ],
  }

  it.each(Object.keys(wrong))('%s', (message) => {
    const [check, members] = wrong[message]!
    expect(() => tidy(() => check(probe(members())))).toThrow(message)
  })

  it('names the operation without a gradient', () => {
    const f = ({ w }: Params) => sum(topk(w!, 2).values) as Scalar
    expect(() => gradientsOf(f, { w: tensor1d([1, 3, 2]) })).toThrow(/"w".*TopK.*stopGradient/)
  })

  it('finds the gradient wrong also without a reference', () => {
    const encode: Autoencoder['encode'] = (params, x) => stopGradient(right.model.encode(params, x))
    expect(() => tidy(() => checkGradient(probe({}, false)))).not.toThrow()
    expect(() => tidy(() => checkGradient(probe({ encode }, false)))).toThrow('with respect to "encoder')
  })
})
