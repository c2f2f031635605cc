import type { Autoencoder, Dataset, Engine, MetricContext, NoiseModel } from '@hourglass/core'
import { bernoulliLoss, gaussianLoss } from '@hourglass/losses'
import { maskingNoise } from '@hourglass/noise'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { mul, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { reconstruction } from './reconstruction.js'

/** 1203 examples of two dimensions: two whole batches and a part of one. */
const ROWS = Array.from({ length: 1203 }, (_, i) => [(i % 7) / 7, (i % 5) / 5])
const SPLIT = {
  size: ROWS.length,
  rows: (indices: ArrayLike<number>) => Float32Array.from(Array.from(indices).flatMap((i) => ROWS[i]!)),
}
const DATASET: Dataset = {
  ...{ name: 'toy', spec: { dimensions: 2, range: [0, 1] }, hashes: {} },
  ...{ train: SPLIT, validation: SPLIT, test: SPLIT },
}
/** θ = g·x: a model with one parameter and nothing to encode. */
const SCALED: Autoencoder = {
  codeDimensions: 2,
  encoderLayers: [],
  init: () => ({ g: tensor1d([0.5]) }),
  encode: (_, x) => x,
  decode: (params, h) => mul(h, params['g']!),
}

function meanOverRows(f: (x: number) => number): number {
  return ROWS.reduce((total, row) => total + row.reduce((sum, x) => sum + f(x), 0), 0) / ROWS.length
}

describe.each(testEngines())('reconstruction on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  async function measure(more: Partial<MetricContext> = {}): Promise<Record<string, number>> {
    const { random } = engine
    const key = random.key(5)
    const params = SCALED.init(key)
    const context = { engine, dataset: DATASET, model: SCALED, loss: gaussianLoss(1, random), noiseSamples: 1 }
    const rest = { regularizers: [], split: SPLIT, params, key }
    const measured = await reconstruction().measure({ ...context, ...rest, ...more })
    key.dispose()
    params['g']!.dispose()
    return Object.fromEntries(measured.map(({ name, value }) => [name, value]))
  }

  it('is the closed form of a Gaussian over every example, also those of the last, smaller batch', async () => {
    const found = await measure()
    const squaredError = meanOverRows((x) => (x - x / 2) ** 2)
    expect(Object.keys(found)).toEqual(['nll', 'squared-error'])
    expect(found['squared-error']).toBeCloseTo(squaredError, 4)
    expect(found['nll']).toBeCloseTo(squaredError / 2 + Math.log(2 * Math.PI), 4)
  })

  it('is the cross-entropy for a Bernoulli, and the squared error of its mean', async () => {
    const found = await measure({ loss: bernoulliLoss(engine.random) })
    const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a))
    const entropy = meanOverRows((x) => -x * Math.log(sigmoid(x / 2)) - (1 - x) * Math.log(1 - sigmoid(x / 2)))
    expect(found['nll']).toBeCloseTo(entropy, 4)
    expect(found['squared-error']).toBeCloseTo(
      meanOverRows((x) => (x - sigmoid(x / 2)) ** 2),
      4,
    )
  })

  it('measures corrupted input against the clean example', async () => {
    const erase: NoiseModel = { corrupt: (x) => mul(x, 0) }
    const found = await measure({ noise: erase })
    expect(found['squared-error']).toBeCloseTo(
      meanOverRows((x) => (x / 2) ** 2),
      4,
    )
    expect(found['squared-error-corrupted']).toBeCloseTo(
      meanOverRows((x) => x ** 2),
      4,
    )
  })

  it('draws the same corruption each time, and leaks nothing', async () => {
    const noise = maskingNoise(0.5, engine.random)
    const first = await measure({ noise })
    expect(first['nll-corrupted']).not.toBe(first['nll'])
    expect(await measure({ noise })).toEqual(first)
    expect(await leakedTensors(engine, async () => void (await measure({ noise })))).toBe(0)
  })
})
