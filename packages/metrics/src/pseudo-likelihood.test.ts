import {
  type Autoencoder,
  DATA_SPEC,
  type Dataset,
  type Engine,
  ENGINE,
  METRIC,
  type OutputDistribution,
  OUTPUT_DISTRIBUTION,
  PluginHost,
  type Split,
} from '@hourglass/core'
import {
  gaussianOutput,
  mean,
  type MetricReference,
  numbersOf,
  SIX_PIXELS,
  testEngines,
  testMetric,
} from '@hourglass/testing'
import { add, matMul, mul, reshape, sum } from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'

import metrics from './index.js'
import { pseudoLikelihood } from './pseudo-likelihood.js'
import { meanOf, spread } from './reference-means.fixture.js'

const D = 6
const output = (engine: Engine): OutputDistribution => ({ ...gaussianOutput(engine), support: [0, 1] })

/** F(x) = xᵀAx + aᵀx, of a machine whose bits all see each other; A is not symmetric. */
const quadratic = ({ random }: Engine): Autoencoder => ({
  ...{ codeDimensions: 1, encoderLayers: [] },
  init: (key) => ({
    A: random.uniform(random.fold(key, 'A'), [D, D], -1, 1),
    a: random.uniform(random.fold(key, 'a'), [D, 1], -1, 1),
  }),
  encode: (_, x) => x,
  decode: (_, h) => h,
  freeEnergy: (params, x) =>
    add(sum(mul(matMul(x, params['A'] as never), x), 1), reshape(matMul(x, params['a'] as never), [-1])),
})

function energy({ A, a }: MetricReference['params'], x: readonly number[]): number {
  return x.reduce((total, xi, i) => total + xi * x.reduce((row, xj, j) => row + A![i * D + j]! * xj, a![i]!), 0)
}

/** log p(x_i | x_{−i}) by p(x) = e^{−F(x)}/Z, from the joint probabilities of all 2⁶ vectors of bits. */
function logConditional(params: MetricReference['params'], x: readonly number[], i: number): number {
  const all = Array.from({ length: 2 ** D }, (_, number) => Array.from({ length: D }, (_, bit) => (number >> bit) & 1))
  const agree = all.filter((y) => y.every((value, j) => j === i || value === x[j]))
  const mass = (vectors: readonly number[][]) => vectors.reduce((total, y) => total + Math.exp(-energy(params, y)), 0)
  return Math.log(mass(agree.filter((y) => y[i] === x[i])) / mass(agree))
}

const rounded = (row: Float64Array): number[] => [...row].map((value) => (value >= 0.5 ? 1 : 0))
const exact = ({ params }: MetricReference, row: Float64Array) =>
  rounded(row).reduce((total, _, i) => total + logConditional(params, rounded(row), i), 0)

testMetric(metrics, 'pseudo-likelihood', [
  {
    options: { exact: true },
    model: quadratic,
    output,
    examples: 130,
    measure: (given) => ({ 'pseudo-likelihood': meanOf(given.rows, (row) => exact(given, row)) }),
  },
  {
    options: { exact: true, examples: 50 },
    model: quadratic,
    output,
    measure: (given) => ({ 'pseudo-likelihood': meanOf(spread(given.rows, 50), (row) => exact(given, row)) }),
  },
  { model: quadratic, output, random: ['pseudo-likelihood'] },
])

it('one bit of each example, drawn uniformly, has the exact sum as its expectation', async () => {
  const engine = await testEngines()[0]!.create()
  const model = quadratic(engine)
  const [key, initKey] = [engine.random.key('draws'), engine.random.key('init')]
  const params = model.init(initKey)
  const row = [1, 0, 0, 1, 1, 0]
  const n = 20_000
  const split: Split = {
    size: n,
    rows: (indices) => Float32Array.from(Array.from(indices).flatMap(() => row)),
  }
  const dataset: Dataset = { name: 'one', spec: SIX_PIXELS, hashes: {}, train: split, validation: split, test: split }
  const noiseUse = { samples: 1, walkback: 0 }
  const context = { engine, dataset, model, loss: output(engine), noiseUse, regularizers: [], params, split, key }
  const [measured] = await pseudoLikelihood({ exact: false }).measure(context)
  const estimates = row.map((_, i) => D * logConditional(numbersOf(params), row, i))
  const spreadOfOne = estimates.reduce((total, each) => total + (each - mean(estimates)) ** 2 / D, 0)
  expect(Math.abs(measured!.value - mean(estimates))).toBeLessThan(4.5 * Math.sqrt(spreadOfOne / n))
})

it('refuses what has no bits', async () => {
  const engine = await testEngines()[0]!.create()
  const create = (range: readonly [number, number], loss: OutputDistribution) =>
    new PluginHost([metrics])
      .createScope()
      .provide(ENGINE, engine)
      .provide(DATA_SPEC, { ...SIX_PIXELS, range })
      .provide(OUTPUT_DISTRIBUTION, loss)
      .create(METRIC, 'pseudo-likelihood')
  const mismatch = expect.objectContaining({ code: 'metric-data-mismatch' })
  expect(() => create([-1, 1], output(engine))).toThrow(mismatch)
  expect(() => create([0, 1], gaussianOutput(engine))).toThrow(mismatch)
  expect(create([0, 1], output(engine)).requires).toEqual(['freeEnergy'])
})
