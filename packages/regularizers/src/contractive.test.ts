import type { Engine, Key } from '@hourglass/core'
import {
  referenceNetwork,
  rowsOf,
  type ReferencePoint,
  numbersOf,
  testEngines,
  testRegularizer,
} from '@hourglass/testing'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { contractive } from './contractive.js'
import regularizers from './index.js'
import { average, numberOf, signs, squaredFrobenius, squaredLengthOf } from './reference-penalty.fixture.js'

/** The whole Jacobian, built column by column, at x̃. */
const wholeJacobian = ({ xTilde, params, network }: ReferencePoint) =>
  average(xTilde, (each) => squaredFrobenius(network.jacobian(params, each)))

/** (1/(nk)) Σ ‖J(x̃)v‖² with the plugin's own signs v. */
const alongProbes =
  (probes: number) =>
  ({ xTilde, params, network, key, random }: ReferencePoint) => {
    const n = xTilde.length
    const jacobians = xTilde.map((each) => network.jacobian(params, each))
    return average(signs(random, key, probes * n, 6), (v, row) => squaredLengthOf(jacobians[row % n]!, v))
  }

const oneLayer = [
  { activation: 'sigmoid', hidden: [3] },
  { activation: 'sigmoid', hidden: [8] },
  { activation: 'tanh', hidden: [5] },
] as const
const deep = [
  { activation: 'sigmoid', hidden: [5, 3] },
  { activation: 'tanh', hidden: [3, 7, 4] },
] as const

testRegularizer(regularizers, 'contractive', [
  { penalty: wholeJacobian, networks: oneLayer },
  { options: { method: 'exact' }, penalty: wholeJacobian, networks: [...oneLayer, ...deep] },
  { penalty: alongProbes(1), random: true, networks: deep },
  { options: { probes: 3 }, penalty: alongProbes(3), random: true, networks: deep },
  { options: { method: 'probes', probes: 2 }, penalty: alongProbes(2), random: true, networks: oneLayer },
  {
    // One number per example: both signs are a basis, and a probe is exact.
    options: { method: 'probes' },
    data: { dimensions: 1, range: [-1, 1] },
    penalty: wholeJacobian,
  },
])

describe.each(testEngines())('contractive on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key('contractive')
  })

  it('is without bias by probes: their mean is ‖J‖² within its standard error', () => {
    const { random } = engine
    const network = referenceNetwork({ dimensions: 5, hidden: [6, 4], activation: 'tanh' }, random)
    const params = network.model.init(random.fold(key, 'params'))
    const x = random.uniform(random.fold(key, 'x'), [3, 5]) as Tensor2D
    const point = { x, xTilde: x, h: network.model.encode(params, x), params, model: network.model }
    const probes = 4000
    const R = numberOf(
      contractive({ method: 'probes', probes }, random).penalty({ ...point, key: random.fold(key, 'probes') }),
    )
    const jacobians = rowsOf(x).map((each) => network.jacobian(numbersOf(params), each))
    // Var ‖Jv‖² = 2 Σ_{i≠l} (JᵀJ)_il² for signs v.
    const variance = average(jacobians, (J) => {
      let total = 0
      for (let i = 0; i < 5; i++)
        for (let l = 0; l < 5; l++)
          if (i !== l) total += 2 * J.reduce((product, row) => product + row[i]! * row[l]!, 0) ** 2
      return total
    })
    const standardError = Math.sqrt(variance / (3 * probes))
    expect(standardError / average(jacobians, squaredFrobenius)).toBeLessThan(0.02)
    expect(Math.abs(R - average(jacobians, squaredFrobenius)) / standardError).toBeLessThan(4.5)
  })

  it('takes the slopes from the encoder where the model hands regularizers another code', () => {
    const { random } = engine
    const { model } = referenceNetwork({ dimensions: 4, hidden: [3], activation: 'sigmoid' }, random)
    const params = model.init(random.fold(key, 'params'))
    const x = random.uniform(random.fold(key, 'x'), [3, 4]) as Tensor2D
    const point = { x, xTilde: x, params, key }
    const penalty = contractive({ method: 'auto', probes: 1 }, random).penalty({
      ...point,
      model,
      h: model.encode(params, x),
    })
    const noCost = () => {
      throw new Error('not called')
    }
    const drawn = random.normal(random.fold(key, 'h'), [3, 3]) as Tensor2D
    const other = contractive({ method: 'auto', probes: 1 }, random).penalty({
      ...point,
      model: { ...model, cost: noCost },
      h: drawn,
    })
    expect(numberOf(other)).toBe(numberOf(penalty))
  })
})
