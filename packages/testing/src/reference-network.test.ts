import type { Engine, Key } from '@hourglass/core'
import { tensor2d, type Tensor2D, tile } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { finiteDifferences } from './finite-differences.js'
import { numbersOf, rowsOf } from './numbers-of.js'
import { referenceNetwork } from './reference-network.js'
import { relativeError } from './relative-error.js'
import { testEngines } from './test-engines.js'

const NETWORKS = [
  { dimensions: 3, hidden: [4], activation: 'sigmoid' },
  { dimensions: 5, hidden: [2], activation: 'tanh' },
  { dimensions: 4, hidden: [6, 3], activation: 'sigmoid' },
  { dimensions: 2, hidden: [3, 1, 5], activation: 'tanh' },
] as const

describe.each(testEngines())('referenceNetwork on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key('reference network')
  })
  const onFloat32 = (rows: readonly Float64Array[]) => ({ rows: Float32Array.from(rows.flatMap((row) => [...row])) })
  const make = (options: (typeof NETWORKS)[number]) => {
    const { random } = engine
    const network = referenceNetwork(options, random)
    const params = network.model.init(random.fold(key, 'params'))
    const x = random.uniform(random.fold(key, 'x'), [3, options.dimensions], -1, 1) as Tensor2D
    return { ...network, network, params, numbers: numbersOf(params), x, rows: rowsOf(x) }
  }

  it.each(NETWORKS)('tensors and float64 agree: $hidden, $activation', (options) => {
    const { model, network, params, numbers, x, rows } = make(options)
    const agree = (tensor: Tensor2D, reference: (row: Float64Array) => Float64Array) =>
      expect(relativeError({ rows: tensor.dataSync() }, onFloat32(rows.map(reference)))).toBeLessThan(1e-5)
    const h = model.encode(params, x)
    expect(h.shape).toEqual([3, model.codeDimensions])
    agree(h, (row) => network.encode(numbers, row))
    agree(model.decode(params, h), (row) => network.decode(numbers, network.encode(numbers, row)))
    const { mean, logVariance } = model.posterior!(params, x)
    agree(mean, (row) => network.posterior(numbers, row).mean)
    agree(logVariance, (row) => network.posterior(numbers, row).logVariance)
    // −log of the variance that the docstring states.
    agree(logVariance, (row) => network.encode(numbers, row).map((each) => 2 * each - 1))
    agree(model.linearize!(params, x).h, (row) => network.encode(numbers, row))
  })

  it.each(NETWORKS)(
    'the encoder is its layers, s′ in terms of h is the derivative: $hidden, $activation',
    (options) => {
      const { model, network, numbers, rows } = make(options)
      const encode = (row: Float64Array) =>
        model.encoderLayers.reduce((h, { weights, bias, inputs, units, activation }) => {
          expect(h.length).toBe(inputs)
          const a = Array.from({ length: units }, (_, j) =>
            h.reduce((sum, each, i) => sum + each * numbers[weights]![i * units + j]!, numbers[bias]![j]!),
          )
          const [below, at, above] = [-1e-3, 0, 1e-3].map((by) => tensor2d([a.map((each) => each + by)]))
          const slopes = activation.derivativeFromOutput(activation.apply(at!)).dataSync()
          const differences = activation
            .apply(above!)
            .dataSync()
            .map((high, j) => high - activation.apply(below!).dataSync()[j]!)
          for (const [j, slope] of slopes.entries()) expect(differences[j]! / 2e-3).toBeCloseTo(slope, 3)
          return Float64Array.from(activation.apply(at!).dataSync())
        }, row)
      for (const row of rows)
        expect(relativeError({ h: encode(row) }, { h: network.encode(numbers, row) })).toBeLessThan(1e-5)
    },
  )

  it.each(NETWORKS)('the float64 Jacobian is that of finite differences: $hidden, $activation', (options) => {
    const { network, numbers, rows } = make(options)
    for (const x of rows)
      for (const [j, row] of network.jacobian(numbers, x).entries()) {
        const differences = finiteDifferences(({ x }) => network.encode(numbers, x!)[j]!, { x })
        expect(relativeError({ x: row }, differences)).toBeLessThan(1e-8)
      }
  })

  it.each(NETWORKS)('pushes m blocks of directions through the Jacobian: $hidden, $activation', (options) => {
    const { model, network, params, numbers, x, rows } = make(options)
    const m = 4
    const v = engine.random.normal(engine.random.fold(key, 'v'), [m * rows.length, options.dimensions]) as Tensor2D
    const expected = rowsOf(v).map((direction, place) =>
      Float64Array.from(network.jacobian(numbers, rows[place % rows.length]!), (row) =>
        row.reduce((sum, each, i) => sum + each * direction[i]!, 0),
      ),
    )
    const pushed = model.linearize!(params, x).push(v)
    expect(relativeError({ rows: pushed.dataSync() }, onFloat32(expected))).toBeLessThan(1e-5)
  })

  it('starts from the key: the same one gives the same parameters, another one others', () => {
    const { model, params, numbers } = make(NETWORKS[2])
    const { random } = engine
    expect(numbersOf(model.init(random.fold(key, 'params')))).toEqual(numbers)
    const others = numbersOf(model.init(random.fold(key, 'other')))
    for (const name of Object.keys(numbers)) expect(others[name], name).not.toEqual(numbers[name])
    expect(model.decoderWeights!(params)).toEqual([params['decoder.D']])
    expect(params['decoder.D']!.shape).toEqual([3, 4])
  })

  it('treats the examples of a batch alone', () => {
    const { model, params, x } = make(NETWORKS[2])
    const twice = model.encode(params, tile(x, [2, 1])).dataSync()
    const once = [...model.encode(params, x).dataSync()]
    expect(relativeError({ h: twice }, { h: [...once, ...once] })).toBeLessThan(1e-6)
  })
})
