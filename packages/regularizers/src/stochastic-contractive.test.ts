import {
  definePlugin,
  type Engine,
  ENGINE,
  HourglassError,
  NOISE,
  type NoiseModel,
  PluginHost,
  REGULARIZER,
} from '@hourglass/core'
import { rowsOf, type ReferencePoint, testEngines, testRegularizer } from '@hourglass/testing'
import { add, tensor1d, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import regularizers from './index.js'
import { average, numberOf, sigmoid, standardNormalNodes, threeUnits } from './reference-penalty.fixture.js'
import { stochasticContractive } from './stochastic-contractive.js'

const noises = definePlugin({
  name: 'noises-of-this-test',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(NOISE, 'gaussian', {
        summary: 'x + ε',
        options: z.strictObject({ sigma: z.number().default(0.3) }),
        create: ({ sigma }, { resolve }) => {
          const { random } = resolve(ENGINE)
          return { corrupt: (x, key) => add(x, random.normal(key, x.shape, 0, sigma)) }
        },
      })
      .add(NOISE, 'jitter', {
        summary: 'x + u, u ~ U[−reach, reach)',
        options: z.strictObject({ reach: z.number().default(0.5) }),
        create: ({ reach }, { resolve }) => {
          const { random } = resolve(ENGINE)
          return { corrupt: (x, key) => add(x, random.uniform(key, x.shape, -reach, reach)) }
        },
      }),
})

type Draw = (point: ReferencePoint, shape: [number, number]) => Float64Array[]
const normal =
  (sigma: number): Draw =>
  ({ random, key }, shape) =>
    rowsOf(random.normal(key, shape, 0, sigma))
const jitter =
  (reach: number): Draw =>
  ({ random, key }, shape) =>
    rowsOf(random.uniform(key, shape, -reach, reach))

/** (1/(nm)) Σ ‖h(x) − h(x + ε)‖² around the clean x. */
const penaltyWith = (draw: Draw, samples: number) => (point: ReferencePoint) => {
  const { x, params, network } = point
  return average(draw(point, [samples * x.length, 6]), (epsilon, row) => {
    const clean = x[row % x.length]!
    const h = network.encode(params, clean)
    const moved = network.encode(
      params,
      Float64Array.from(epsilon, (each, i) => Math.fround(clean[i]! + each)),
    )
    return h.reduce((total, each, j) => total + (each - moved[j]!) ** 2, 0)
  })
}

testRegularizer(regularizers, 'stochastic-contractive', [
  { plugins: [noises], penalty: penaltyWith(normal(0.3), 1), random: true },
  { plugins: [noises], options: { samples: 3 }, penalty: penaltyWith(normal(0.3), 3), random: true },
  {
    plugins: [noises],
    options: { noise: { use: 'jitter', reach: 0.8 }, samples: 2 },
    penalty: penaltyWith(jitter(0.8), 2),
    random: true,
  },
])

it.each([{ samples: 2 }, { emphasis: { corrupted: 1, untouched: 0 } }, { walkback: 1 }])(
  'stochastic-contractive refuses %j of its noise, which it would not use',
  (setting) => {
    const host = new PluginHost([regularizers, noises])
    const refer = () =>
      host.complete(REGULARIZER, { use: 'stochastic-contractive', noise: { use: 'jitter', ...setting } })
    expect(refer).toThrow(HourglassError)
    expect(refer).toThrow(/is not used here/)
  },
)

describe.each(testEngines())('stochasticContractive on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  /**
   * R with Gaussian noise and no sampling: R is linear in the distribution of x̃′, so that the penalties for a noise that
   * moves x by one ε, weighted over a grid of ε = σ(z₁, z₂), are R's expectation by quadrature in two dimensions.
   */
  const expectedPenalty = (sigma: number): number => {
    const { at } = threeUnits(engine.random)
    const point = at(engine.random.key(1))
    const nodes = standardNormalNodes(0.75, 6)
    let total = 0
    for (const first of nodes)
      for (const second of nodes) {
        const shift: NoiseModel = { corrupt: (x) => add(x, tensor1d([sigma * first.z, sigma * second.z])) as Tensor2D }
        total += first.weight * second.weight * numberOf(stochasticContractive(shift, 1).penalty(point))
      }
    return total
  }
  const contractive = () =>
    threeUnits(engine.random).units.reduce((sum, { slope, norm }) => sum + slope ** 2 * norm ** 2, 0)

  it.each([0.1, 0.5, 1])(
    'is exact for Gaussian noise: each unit sees scalar noise of variance σ²‖w‖², σ = %d',
    (sigma) => {
      const { units } = threeUnits(engine.random)
      const exact = units.reduce(
        (sum, { a, norm }) =>
          standardNormalNodes(0.05).reduce(
            (sum, { z, weight }) => sum + weight * (sigmoid(a) - sigmoid(a + sigma * norm * z)) ** 2,
            sum,
          ),
        0,
      )
      expect(Math.abs(expectedPenalty(sigma) / exact - 1)).toBeLessThan(1e-4)
    },
  )

  it('divided by σ² tends to the contractive penalty, the error falling as σ²', () => {
    const sigmas = [0.05, 0.1, 0.2]
    const errors = sigmas.map((sigma) => expectedPenalty(sigma) / sigma ** 2 - contractive())
    // E‖h(x+ε) − h(x)‖² = σ²‖J‖² + σ⁴ Σ_j ‖w_j‖⁴ (¾ s″² + s′s‴) + O(σ⁶).
    const { units } = threeUnits(engine.random)
    const fourth = units.reduce(
      (sum, { slope, second, third, norm }) => sum + norm ** 4 * (0.75 * second ** 2 + slope * third),
      0,
    )
    expect(Math.abs(errors[0]! / sigmas[0]! ** 2 / fourth - 1)).toBeLessThan(0.02)
    const [fine, coarse] = [0, 1].map((place) => Math.log(errors[place + 1]! / errors[place]!) / Math.LN2)
    expect(Math.abs(fine! - 2)).toBeLessThan(0.05)
    expect(Math.abs(coarse! - 2)).toBeLessThan(0.1)
  })

  it('by sampling is that expectation within the standard error', () => {
    const { random } = engine
    const { at } = threeUnits(random)
    const [sigma, groups] = [0.5, 40]
    const noise: NoiseModel = { corrupt: (x, key) => add(x, random.normal(key, x.shape, 0, sigma)) }
    const draws = Array.from({ length: groups }, (_, group) =>
      numberOf(stochasticContractive(noise, 500).penalty(at(random.fold(random.key('sampling'), group)))),
    )
    const centre = average(draws, (each) => each)
    const standardError = Math.sqrt(average(draws, (each) => (each - centre) ** 2) / (groups - 1))
    expect(Math.abs(centre - expectedPenalty(sigma)) / standardError).toBeLessThan(4.5)
  })
})
