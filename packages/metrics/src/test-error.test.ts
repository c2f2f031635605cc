import { DATA_SPEC, type Engine, METRIC, type Params, PluginHost, type Prospect } from '@hourglass/core'
import { createWasmEngine, free } from '@hourglass/engine'
import {
  gaussianOutput,
  type MetricReference,
  type ReferenceNetwork,
  referenceNetwork,
  stageDataset,
  testMetric,
} from '@hourglass/testing'
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import metrics from './index.js'
import { testError } from './test-error.js'

const data = { dimensions: 6, range: [-1, 1], classes: 4 } as const

/** A network with a random read-out, so strong that many examples are far from a border between classes. */
function classifier() {
  let network: ReferenceNetwork
  const model = ({ random }: Engine) => {
    network = referenceNetwork({ dimensions: 6, hidden: [5], activation: 'tanh' }, random)
    return {
      ...network.model,
      init: (key: Parameters<typeof network.model.init>[0]) => ({
        ...network.model.init(key),
        'readout.W': random.uniform(random.fold(key, 'W'), [5, 4], -6, 6),
        'readout.b': random.uniform(random.fold(key, 'b'), [4], -1, 1),
      }),
    }
  }
  const logits = ({ params, rows }: MetricReference) =>
    rows.map((x) => {
      const h = network.encode(params, x)
      const [W, b] = [params['readout.W']!, params['readout.b']!]
      return Float64Array.from(b, (bias, k) => h.reduce((sum, value, j) => sum + value * W[j * 4 + k]!, bias))
    })
  /** The error in per cent, its interval, and the mean of −log p. */
  const measured = (given: MetricReference, cost: (theta: Float64Array, label: number) => number) => {
    const examples = logits(given).map((theta, place) => ({ theta, label: given.labels![place]! }))
    const wrong = examples.filter(({ theta, label }) => theta.some((value) => value > theta[label]!)).length
    const [n, p] = [examples.length, wrong / examples.length]
    return {
      'test-error': (100 * wrong) / n,
      'test-error-interval': 196 * Math.sqrt((p * (1 - p)) / n),
      'test-cross-entropy': examples.reduce((sum, { theta, label }) => sum + cost(theta, label), 0) / n,
    }
  }
  /** For each class, how many of its examples each class has the greatest θ of. */
  const matrices = (given: MetricReference) => {
    const read = logits(given).map((theta) => theta.findIndex((value) => theta.every((other) => other <= value)))
    const classes = [0, 1, 2, 3]
    const count = (label: number, said: number) =>
      read.filter((each, place) => each === said && given.labels![place] === label).length
    return { 'test-error': classes.map((label) => classes.map((said) => count(label, said))) }
  }
  return { model, measured, matrices }
}

const [softmax, sigmoid] = [classifier(), classifier()]
testMetric(metrics, 'test-error', [
  {
    data,
    model: softmax.model,
    matrices: softmax.matrices,
    measure: (given) =>
      softmax.measured(
        given,
        (theta, label) => -Math.log(Math.exp(theta[label]!) / theta.reduce((sum, value) => sum + Math.exp(value), 0)),
      ),
  },
  {
    options: { readout: 'sigmoid' },
    data,
    model: sigmoid.model,
    matrices: sigmoid.matrices,
    measure: (given) =>
      sigmoid.measured(given, (theta, label) =>
        theta.reduce((sum, value, k) => sum - Math.log(1 / (1 + Math.exp(k === label ? -value : value))), 0),
      ),
  },
])

describe('test-error', () => {
  /** Of the codes that are an example's first two pixels, or of predictions. */
  async function measured({ readout, ...given }: { readout?: number[][]; predictions?: ArrayLike<number> } = {}) {
    const engine = await createWasmEngine()
    const { model } = referenceNetwork({ dimensions: 6, hidden: [2], activation: 'sigmoid' }, engine.random)
    const params: Params =
      readout === undefined ? {} : { 'readout.W': tensor2d(readout), 'readout.b': tensor1d([0, 0, 0]) }
    const dataset = stageDataset()
    const key = engine.random.key(1)
    const encode = () => tensor2d(Array.from({ length: 10 }, (_, n) => [...dataset.test.rows([n]).subarray(0, 2)]))
    try {
      return await testError({ readout: 'softmax' }).measure({
        ...{ engine, dataset, loss: gaussianOutput(engine), noiseUse: { samples: 1, walkback: 0 }, regularizers: [] },
        ...{ params, key, split: dataset.test, model: { ...model, encode }, ...given },
      })
    } finally {
      free(params, key)
    }
  }

  it('stays finite where a class is certain, and gives the cost of the wrong ones', async () => {
    const [error, interval, cost] = await measured({
      readout: [
        [1e4, 0, 0],
        [1e4, 0, 0],
      ],
    })
    // Of ten examples from the 50th on, 50 mod 3 = 2, three are of class 0, three of 1, four of 2; all are taken for 0.
    expect(error!.value).toBe(70)
    expect(error!.matrix!.values).toEqual([
      [3, 0, 0],
      [3, 0, 0],
      [4, 0, 0],
    ])
    // 1.96·√(0.7·0.3/10) = 1.96·0.1449.
    expect(interval!.value).toBeCloseTo(28.4, 1)
    expect(cost!.value).toBeGreaterThan(1000)
    expect(Number.isFinite(cost!.value)).toBe(true)
  })

  it('measures a baseline by its classes, without a cross-entropy', async () => {
    // The labels are 2, 0, 1, 2, 0, 1, 2, 0, 1, 2.
    const measurements = await measured({ predictions: Int32Array.of(2, 0, 1, 2, 0, 1, 2, 0, 0, 1) })
    expect(measurements.map(({ name }) => name)).toEqual(['test-error', 'test-error-interval'])
    expect(measurements[0]).toMatchObject({
      value: 20,
      matrix: {
        rows: { label: 'true class', names: ['0', '1', '2'] },
        columns: { label: 'predicted class', names: ['0', '1', '2'] },
        values: [
          [3, 0, 0],
          [1, 2, 0],
          [0, 1, 3],
        ],
      },
    })
    // 1.96·√(0.2·0.8/10) = 1.96·0.12649.
    expect(measurements[1]!.value).toBeCloseTo(24.792, 3)
  })

  it('refuses predictions that are no classes of the data', async () => {
    await expect(measured({ predictions: [2, 0, 1] })).rejects.toMatchObject({ code: 'plugin-failed' })
    await expect(measured({ predictions: Array.from({ length: 10 }, () => 3) })).rejects.toMatchObject({
      code: 'plugin-failed',
      expected: 'a whole number for each example, from 0 to 2',
    })
  })

  it('says that training diverged where a read-out is not finite', async () => {
    const readout = [
      [NaN, 0, 0],
      [0, 0, 0],
    ]
    await expect(measured({ readout })).rejects.toMatchObject({ code: 'diverged' })
  })

  it('names the stage to add where there is no read-out, before training and at measuring', async () => {
    const refusal = { code: 'no-readout', remedy: expect.stringContaining('fine-tune') as string }
    const { check } = testError({ readout: 'softmax' })
    const beside = (...parameters: string[]) => ({ parameters: new Set(parameters) }) as unknown as Prospect
    expect(() => check!(beside('encoder.0.W', 'readout.W'))).toThrow(expect.objectContaining(refusal))
    expect(() => check!(beside('readout.b', 'readout.W'))).not.toThrow()
    await expect(measured()).rejects.toMatchObject(refusal)
  })

  it('is refused for data without classes before anything is trained', () => {
    const scope = new PluginHost([metrics]).createScope()
    scope.provide(DATA_SPEC, { dimensions: 6, range: [0, 1] })
    expect(() => scope.create(METRIC, { use: 'test-error' })).toThrow(expect.objectContaining({ code: 'no-labels' }))
    scope.dispose()
  })
})
