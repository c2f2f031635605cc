import type { Engine } from '@hourglass/core'
import { type ReferencePoint, rowsOf, testEngines, testRegularizer } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import { contractiveHessian } from './contractive-hessian.js'
import regularizers from './index.js'
import {
  average,
  difference,
  numberOf,
  sigmoid,
  signs,
  squaredFrobenius,
  squaredLengthOf,
  standardNormalNodes,
  threeUnits,
} from './reference-penalty.fixture.js'

/** J(x̃) − J(x̃ + ε) for each draw of ε, whole Jacobians; row r belongs to example r mod n. */
function differences({ xTilde, params, network, key, random }: ReferencePoint, sigma: number, samples: number) {
  const n = xTilde.length
  const epsilon = rowsOf(random.normal(random.fold(key, 'epsilon'), [samples * n, 6], 0, sigma))
  return epsilon.map((each, row) => {
    const x = xTilde[row % n]!
    const moved = Float32Array.from(each, (value, i) => x[i]! + value)
    return difference(network.jacobian(params, x), network.jacobian(params, Float64Array.from(moved)))
  })
}

const whole = (sigma: number, samples: number) => (point: ReferencePoint) =>
  average(differences(point, sigma, samples), squaredFrobenius)

const alongProbes = (sigma: number, samples: number, probes: number) => (point: ReferencePoint) => {
  const draws = differences(point, sigma, samples)
  const v = signs(point.random, point.random.fold(point.key, 'probes'), probes * draws.length, 6)
  return average(v, (each, row) => squaredLengthOf(draws[row % draws.length]!, each))
}

const oneLayer = [
  { activation: 'sigmoid', hidden: [7] },
  { activation: 'tanh', hidden: [3] },
] as const
const deep = [{ activation: 'tanh', hidden: [5, 3] }] as const

testRegularizer(regularizers, 'contractive-hessian', [
  { penalty: whole(0.1, 1), random: true, networks: oneLayer },
  { options: { sigma: 0.5, samples: 3 }, penalty: whole(0.5, 3), random: true, networks: oneLayer },
  {
    options: { sigma: 0.4, samples: 2, method: 'exact' },
    penalty: whole(0.4, 2),
    random: true,
    networks: [...oneLayer, ...deep],
  },
  { options: { sigma: 0.4 }, penalty: alongProbes(0.4, 1, 1), random: true, networks: deep },
  { options: { sigma: 0.3, samples: 2, probes: 3 }, penalty: alongProbes(0.3, 2, 3), random: true, networks: deep },
  {
    options: { sigma: 0.4, method: 'probes' },
    penalty: alongProbes(0.4, 1, 1),
    random: true,
    networks: oneLayer,
  },
])

describe.each(testEngines())('contractiveHessian on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))
  const nodes = standardNormalNodes(0.25)
  const slope = (a: number) => sigmoid(a) * (1 - sigmoid(a))
  const expectation = (f: (z: number) => number) => nodes.reduce((sum, { z, weight }) => sum + weight * f(z), 0)

  it('is its expectation, exact by quadrature for each unit, within the standard error', () => {
    const { at, units } = threeUnits(engine.random)
    const [sigma, samples] = [0.5, 20_000]
    // A unit sees scalar noise of variance σ²‖w_j‖².
    const moments = units.map(({ a, norm }) => {
      const squared = (z: number) => norm ** 2 * (slope(a) - slope(a + sigma * norm * z)) ** 2
      const mean = expectation(squared)
      return { mean, deviation: Math.sqrt(expectation((z) => (squared(z) - mean) ** 2)) }
    })
    const expected = moments.reduce((sum, { mean }) => sum + mean, 0)
    // The units share ε: the deviation of a sum is at most the sum of deviations.
    const standardError = moments.reduce((sum, { deviation }) => sum + deviation, 0) / Math.sqrt(samples)
    const options = { sigma, samples, method: 'auto', probes: 1 } as const
    const R = numberOf(contractiveHessian(options, engine.random).penalty(at(engine.random.key('expectation'))))
    expect(standardError / expected).toBeLessThan(0.02)
    expect(Math.abs(R - expected) / standardError).toBeLessThan(4.5)
  })

  it("tends, divided by σ², to the squared norm of the encoder's Hessian, Σ_j s″(a_j)² ‖w_j‖⁴", () => {
    const { at, units } = threeUnits(engine.random)
    const [sigma, samples] = [0.01, 20_000]
    const hessian = units.map(({ second, norm }) => second ** 2 * norm ** 4)
    const expected = hessian.reduce((sum, each) => sum + each, 0)
    // To first order each unit's share is a multiple of z², whose standard deviation is √2 of its mean.
    const standardError = (Math.SQRT2 * expected) / Math.sqrt(samples)
    const options = { sigma, samples, method: 'auto', probes: 1 } as const
    const R = numberOf(contractiveHessian(options, engine.random).penalty(at(engine.random.key('Hessian'))))
    expect(Math.abs(R / sigma ** 2 - expected) / standardError).toBeLessThan(4.5)
  })
})
