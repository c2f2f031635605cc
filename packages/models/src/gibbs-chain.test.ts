import type { Autoencoder, Engine, Params } from '@hourglass/core'
import { mean, tensorsOf, testEngines, variance } from '@hourglass/testing'
import { tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { binaryVisible } from './binary-visible.js'
import { gaussianVisible } from './gaussian-visible.js'
import { binaryReference, gaussianReference } from './rbm-reference.fixture.js'
import { restrictedBoltzmannMachine } from './rbm.js'

const CHAINS = 20_000
/** Steps between start and measurement; the machines here forget within a few. */
const STEPS = 12
const RULE = { steps: STEPS, persistent: true, chains: CHAINS, sampleVisible: true }
const ERRORS = 4.5

const BINARY = {
  'encoder.0.W': Float64Array.of(1, -1, 0.5, 1.5, -1, 0.75),
  'encoder.0.b': Float64Array.of(-0.5, 0.25),
  'decoder.0.b': Float64Array.of(0.5, -1, 0.25),
}
const SIGMA = 0.7
const GAUSSIAN = {
  'encoder.0.W': Float64Array.of(1, -1, 0.5, 1.25),
  'encoder.0.b': Float64Array.of(-0.5, 0.25),
  'decoder.0.b': Float64Array.of(0.5, -1),
}

describe.each(testEngines())('on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))
  const prepare = (kind: 'binary' | 'gaussian'): { model: Autoencoder; params: Params } => {
    const { random } = engine
    const visible = kind === 'binary' ? binaryVisible(random) : gaussianVisible(SIGMA, random)
    const dimensions = kind === 'binary' ? 3 : 2
    const model = restrictedBoltzmannMachine({ dimensions, hidden: 2, visible, rule: RULE }, random)
    return { model, params: tensorsOf(kind === 'binary' ? BINARY : GAUSSIAN, model.init(random.key(1))) }
  }
  /** The persistent chains after a batch, row-major. */
  const chainsOf = ({ model, params }: ReturnType<typeof prepare>) =>
    tidy(() => {
      const rule = model.learningRule!
      const state = rule.start!(engine.random.key('start'))
      const x = model.generate!(params, { count: 2, steps: 1, key: engine.random.key('x') })
      return rule.learn(params, x, engine.random.key('learn'), state).state['chains']!
    }).dataSync()

  it('persistent chains of bits arrive at p(v), state by state', () => {
    const chains = chainsOf(prepare('binary'))
    const counts = new Float64Array(8)
    for (let chain = 0; chain < CHAINS; chain++)
      counts[chains[3 * chain]! + 2 * chains[3 * chain + 1]! + 4 * chains[3 * chain + 2]!]!++
    const reference = binaryReference(3, 2)
    const logZ = reference.logPartition(BINARY)
    for (const { v } of reference.points) {
      const p = Math.exp(-reference.freeEnergy(BINARY, v) - logZ)
      const found = counts[v[0]! + 2 * v[1]! + 4 * v[2]!]! / CHAINS
      expect(Math.abs(found - p), `p(${[...v]})`).toBeLessThan(ERRORS * Math.sqrt((p * (1 - p)) / CHAINS))
    }
  })

  it('persistent chains of real values arrive at the moments of p(v)', () => {
    const chains = chainsOf(prepare('gaussian'))
    const reference = gaussianReference(2, SIGMA, 8, 100)
    const logZ = reference.logPartition(GAUSSIAN)
    const statistics: ((v: ArrayLike<number>) => number)[] = [
      (v) => v[0]!,
      (v) => v[1]!,
      (v) => v[0]! ** 2,
      (v) => v[1]! ** 2,
      (v) => v[0]! * v[1]!,
    ]
    for (const statistic of statistics) {
      const drawn = Array.from({ length: CHAINS }, (_, chain) => statistic(chains.subarray(2 * chain, 2 * chain + 2)))
      const expected = reference.points.reduce(
        (sum, { v, measure }) => sum + measure * Math.exp(-reference.freeEnergy(GAUSSIAN, v) - logZ) * statistic(v),
        0,
      )
      expect(Math.abs(mean(drawn) - expected)).toBeLessThan(ERRORS * Math.sqrt(variance(drawn) / CHAINS))
    }
  })

  it('generate gives means of the last step: p(v_i = 1 | h) with the expectation of v', () => {
    const { model, params } = prepare('binary')
    const request = { count: CHAINS, steps: STEPS, key: engine.random.key('generate') }
    const made = tidy(() => model.generate!(params, request))
    expect(made.shape).toEqual([CHAINS, 3])
    const means = made.dataSync()
    const reference = binaryReference(3, 2)
    const possible = reference.codes.map((h) => [...reference.visibleMean(BINARY, h)])
    for (let row = 0; row < 200; row++) {
      const distances = possible.map((code) => Math.max(...code.map((p, i) => Math.abs(p - means[3 * row + i]!))))
      expect(Math.min(...distances)).toBeLessThan(1e-5)
    }
    const logZ = reference.logPartition(BINARY)
    for (const i of [0, 1, 2]) {
      const column = Array.from({ length: CHAINS }, (_, row) => means[3 * row + i]!)
      const expected = reference.points.reduce(
        (sum, { v }) => sum + Math.exp(-reference.freeEnergy(BINARY, v) - logZ) * v[i]!,
        0,
      )
      expect(Math.abs(mean(column) - expected)).toBeLessThan(ERRORS * Math.sqrt(variance(column) / CHAINS))
    }
    expect(tidy(() => model.generate!(params, request)).dataSync()).toEqual(means)
    const other = { ...request, key: engine.random.key('other') }
    expect(tidy(() => model.generate!(params, other)).dataSync()).not.toEqual(means)
  })
})
