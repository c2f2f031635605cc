import type { Engine, Key, Params } from '@hourglass/core'
import { leakedTensors, type NumericRecord, relativeError, testEngines } from '@hourglass/testing'
import { sigmoid, type Tensor, tensor1d, tensor2d, tidy, variableGrads } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { denseAutoencoder, type DenseOptions } from './dense.js'
import { referenceDecode, referenceEncode } from './dense-reference.fixture.js'

const base: DenseOptions = { dimensions: 5, hidden: [3], activation: 'sigmoid', tied: true }
const values = (tensor: Tensor) => [...tensor.dataSync()]
const numbersOf = (params: Params): NumericRecord =>
  Object.fromEntries(Object.entries(params).map(([name, tensor]) => [name, Float64Array.from(tensor.dataSync())]))

describe.each(testEngines())('denseAutoencoder on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key('dense')
  })
  const model = (options: Partial<DenseOptions> = {}) => denseAutoencoder({ ...base, ...options }, engine.random)

  it('names and shapes its parameters; a tied weight stands there once', () => {
    const shapes = (options: Partial<DenseOptions>) =>
      Object.fromEntries(Object.entries(model(options).init(key)).map(([name, { shape }]) => [name, shape]))
    const encoder = { 'encoder.0.W': [5, 4], 'encoder.0.b': [4], 'encoder.1.W': [4, 2], 'encoder.1.b': [2] }
    const biases = { 'decoder.0.b': [5], 'decoder.1.b': [4] }
    expect(shapes({ hidden: [4, 2] })).toEqual({ ...encoder, ...biases })
    expect(shapes({ hidden: [4, 2], tied: false })).toEqual({
      ...encoder,
      ...biases,
      'decoder.0.W': [4, 5],
      'decoder.1.W': [2, 4],
    })
  })

  it.each([true, false])('maps [batch, d_x] to [batch, d_h] and back, tied %s', (tied) => {
    const deep = model({ hidden: [7, 4, 2], tied })
    const params = deep.init(key)
    const x = engine.random.uniform(key, [6, 5])
    const h = deep.encode(params, x as never)
    expect(deep.codeDimensions).toBe(2)
    expect(h.shape).toEqual([6, 2])
    expect(deep.decode(params, h).shape).toEqual([6, 5])
  })

  it('tells of its encoder layers', () => {
    const { encoderLayers } = model({ hidden: [4, 2], activation: 'tanh' })
    expect(encoderLayers).toEqual([
      expect.objectContaining({ inputs: 5, units: 4, weights: 'encoder.0.W', bias: 'encoder.0.b' }),
      expect.objectContaining({ inputs: 4, units: 2, weights: 'encoder.1.W', bias: 'encoder.1.b' }),
    ])
    expect(encoderLayers.map(({ activation }) => activation.name)).toEqual(['tanh', 'tanh'])
  })

  it('tied with sigmoid is z = σ(Wx + b), y = σ(Wᵀz + b′)', () => {
    const [W, b, bPrime] = [
      [
        [1, -2],
        [0.5, 0.25],
        [-1, 3],
      ],
      [0.1, -0.2],
      [0.3, 0, -0.3],
    ]
    const params = { 'encoder.0.W': tensor2d(W), 'encoder.0.b': tensor1d(b), 'decoder.0.b': tensor1d(bPrime) }
    const x = [0.2, 0.8, 0.5]
    const sigma = (a: number) => 1 / (1 + Math.exp(-a))
    const z = [0, 1].map((j) => sigma(x.reduce((sum, each, i) => sum + each * W[i]![j]!, b[j]!)))
    const y = [0, 1, 2].map((i) => sigma(z.reduce((sum, each, j) => sum + each * W[i]![j]!, bPrime[i]!)))
    const tied = model({ dimensions: 3, hidden: [2] })
    const h = tied.encode(params, tensor2d([x]))
    expect(values(h)).toEqual(z.map((each) => expect.closeTo(each, 6)))
    expect(values(sigmoid(tied.decode(params, h)))).toEqual(y.map((each) => expect.closeTo(each, 6)))
  })

  it('with identity is linear: f(λx + μy) = λf(x) + μf(y) for zero biases', () => {
    const linear = model({ activation: 'identity', hidden: [4, 2], tied: false })
    const params = linear.init(key)
    const f = (x: number[]) => values(linear.decode(params, linear.encode(params, tensor2d([x]))))
    const [x, y] = [
      [1, 2, -3, 4, 5],
      [-1, 0.5, 2, 0, 1],
    ]
    const [fx, fy] = [f(x), f(y)]
    const combined = f(x.map((each, place) => 2 * each - 3 * y[place]!))
    expect(relativeError({ f: combined }, { f: fx.map((each, place) => 2 * each - 3 * fy[place]!) })).toBeLessThan(1e-5)
  })

  it.each(['sigmoid', 'tanh', 'relu', 'identity'] as const)('deep, %s: agrees with plain loops', (activation) => {
    for (const tied of [true, false]) {
      const options = { ...base, hidden: [6, 4, 3], activation, tied }
      const deep = model(options)
      const params = deep.init(key)
      const x = engine.random.uniform(key, [4, 5], -1, 1)
      const h = deep.encode(params, x as never)
      const theta = deep.decode(params, h)
      const at = numbersOf(params)
      const rows = Array.from({ length: 4 }, (_, row) => Float64Array.from(values(x).slice(row * 5, row * 5 + 5)))
      const codes = rows.map((row) => referenceEncode(options, at, row))
      const thetas = codes.map((code) => referenceDecode(options, at, code))
      const expected = { h: codes.flatMap((code) => [...code]), theta: thetas.flatMap((each) => [...each]) }
      expect(relativeError({ h: values(h), theta: values(theta) }, expected)).toBeLessThan(1e-5)
    }
  })

  it('treats the examples of a batch one by one', () => {
    const deep = model({ hidden: [4, 2] })
    const params = deep.init(key)
    const x = [
      [1, 0, 1, 0, 1],
      [0, 0.5, 0, 0.5, 0],
      [1, 1, 1, 1, 1],
    ]
    const together = values(deep.decode(params, deep.encode(params, tensor2d(x))))
    const apart = x.flatMap((row) => values(deep.decode(params, deep.encode(params, tensor2d([row])))))
    expect(together).toEqual(apart.map((each) => expect.closeTo(each, 5)))
  })

  it('keeps nothing, and makes no variables', async () => {
    const deep = model({ hidden: [4, 2], tied: false })
    const params = deep.init(key)
    const x = tensor2d([[1, 0, 1, 0, 1]])
    expect(await leakedTensors(engine, () => tidy(() => deep.init(key)))).toBe(0)
    expect(await leakedTensors(engine, () => tidy(() => deep.decode(params, deep.encode(params, x))))).toBe(0)
    expect(() => variableGrads(() => deep.encode(params, x) as never)).toThrow()
  })
})
