import type { Engine, Key, Random } from '@hourglass/core'
import { scalar, type Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { correlation } from './correlation.js'
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js'
import { leakedTensors } from './leaked-tensors.js'
import { mean, variance } from './moments.js'
import { normalCdf } from './normal-cdf.js'
import { testEngines } from './test-engines.js'

// What `Random` of @hourglass/core promises. Fixed keys: a statistical test passes always or never, and its bounds lie
// at 4.5 standard errors and at P = 0.001.
const N = 100_000
const BOUND = 4.5

describe.each(testEngines())('random numbers on $name', ({ create }) => {
  let engine: Engine
  let random: Random
  let key: Key
  beforeAll(async () => {
    engine = await create()
    random = engine.random
    key = random.key('random-contract')
  })
  const values = (tensor: Tensor) => tensor.dataSync()

  it('are the same for the same key, and others for another', () => {
    for (const draw of [
      (key: Key) => random.uniform(key, [3, 5]),
      (key: Key) => random.normal(key, [3, 5]),
      (key: Key) => random.fold(key, 'a'),
    ]) {
      expect(values(draw(random.key(7)))).toEqual(values(draw(random.key(7))))
      expect(values(draw(random.key(7)))).not.toEqual(values(draw(random.key(8))))
    }
  })

  it('do not depend on what is drawn in between', () => {
    const first = values(random.uniform(key, [100]))
    random.normal(random.key(99), [17])
    random.bernoulli(key, [5], 0.5)
    expect(values(random.uniform(key, [100]))).toEqual(first)
  })

  it('uniform: moments and distribution of U[0, 1)', () => {
    const sample = values(random.uniform(key, [N]))
    expect(Math.abs(mean(sample) - 1 / 2)).toBeLessThan(BOUND * Math.sqrt(1 / 12 / N))
    expect(Math.abs(variance(sample) - 1 / 12)).toBeLessThan(BOUND * Math.sqrt(1 / 180 / N))
    expect(kolmogorovSmirnov(sample, (x) => x).pValue).toBeGreaterThan(0.001)
    expect(sample.every((x) => x >= 0 && x < 1 && Number.isInteger(x * 2 ** 23))).toBe(true)
  })

  it('uniform: U[low, high)', () => {
    const sample = values(random.uniform(key, [N], -3, 5))
    expect(kolmogorovSmirnov(sample, (x) => (x + 3) / 8).pValue).toBeGreaterThan(0.001)
    expect(sample.every((x) => x >= -3 && x < 5)).toBe(true)
  })

  it('normal: moments and distribution of N(0, 1) and N(μ, σ²)', () => {
    const sample = values(random.normal(key, [N]))
    expect(Math.abs(mean(sample))).toBeLessThan(BOUND * Math.sqrt(1 / N))
    expect(Math.abs(variance(sample) - 1)).toBeLessThan(BOUND * Math.sqrt(2 / N))
    expect(kolmogorovSmirnov(sample, normalCdf).pValue).toBeGreaterThan(0.001)
    const fourth = mean(sample.map((x) => x ** 4))
    expect(Math.abs(fourth - 3)).toBeLessThan(BOUND * Math.sqrt(96 / N))
    const other = values(random.normal(key, [N], 10, 0.5))
    expect(kolmogorovSmirnov(other, (x) => normalCdf((x - 10) / 0.5)).pValue).toBeGreaterThan(0.001)
  })

  it('normal: neighbours, which Box–Muller makes of one pair, are independent', () => {
    const sample = values(random.normal(key, [N]))
    const even = sample.filter((_, place) => place % 2 === 0)
    const odd = sample.filter((_, place) => place % 2 === 1)
    expect(Math.abs(correlation(even, odd))).toBeLessThan(BOUND / Math.sqrt(even.length))
    expect(Math.abs(correlation(even.map(Math.abs), odd.map(Math.abs)))).toBeLessThan(BOUND / Math.sqrt(even.length))
  })

  it.each([0, 0.001, 0.25, 0.5, 0.9, 1])('bernoulli(%d): zeros and ones, as many as told', (probability) => {
    const sample = values(random.bernoulli(key, [N], probability))
    expect(sample.every((x) => x === 0 || x === 1)).toBe(true)
    const error = Math.sqrt((probability * (1 - probability)) / N)
    expect(Math.abs(mean(sample) - probability)).toBeLessThanOrEqual(BOUND * error)
  })

  it.each([
    ['labels', ['noise'], ['init']],
    ['neighbouring steps', ['noise', 1], ['noise', 2]],
    ['a key and what is folded of it', [], ['noise']],
    ['orders of labels', ['a', 'b'], ['b', 'a']],
    ['seeds', [0], [1]],
  ])('fold: the streams of different %s are independent', (_, path, otherPath) => {
    const a = values(random.normal(random.fold(key, ...path), [N]))
    const b = values(random.normal(random.fold(key, ...otherPath), [N]))
    expect(Math.abs(correlation(a, b))).toBeLessThan(BOUND / Math.sqrt(N))
    // The difference of two independent standard normal numbers is N(0, 2).
    const differences = a.map((x, place) => x - b[place]!)
    expect(kolmogorovSmirnov(differences, (x) => normalCdf(x / Math.SQRT2)).pValue).toBeGreaterThan(0.001)
  })

  it('fold: first numbers over many steps are uniform, as a training run draws them', () => {
    const sample = Float64Array.from(
      { length: 2000 },
      (_, step) => values(random.uniform(random.fold(key, 'step', step), [1]))[0]!,
    )
    expect(kolmogorovSmirnov(sample, (x) => x).pValue).toBeGreaterThan(0.001)
    expect(Math.abs(correlation(sample.subarray(0, -1), sample.subarray(1)))).toBeLessThan(BOUND / Math.sqrt(1999))
  })

  it('fold: order, kind and sign of labels matter; a path is its steps', () => {
    const paths = [[], ['a'], ['b'], ['a', 'b'], ['b', 'a'], [1], [-1], ['1'], [1, 1], [2 ** 32 + 1], ['']]
    const folded = paths.map((path) => values(random.fold(key, ...path)).join())
    expect(new Set(folded).size).toBe(paths.length)
    expect(folded[0]).toBe(values(key).join())
    expect(values(random.fold(random.fold(key, 'a'), 'b')).join()).toBe(folded[3])
  })

  it.each([0, 1, 12345, -1, -12345, 2 ** 31 - 1, -(2 ** 31)])('fold: the scalar %d is the label %d', (label) => {
    expect(values(random.fold(key, scalar(label, 'int32')))).toEqual(values(random.fold(key, label)))
  })

  it('permutation: each number once, the same for the same key', () => {
    const order = random.permutation(key, 1000)
    expect(order.toSorted()).toEqual(Int32Array.from({ length: 1000 }, (_, place) => place))
    expect(random.permutation(key, 1000)).toEqual(order)
    expect(random.permutation(random.fold(key, 1), 1000)).not.toEqual(order)
  })

  it('leave no tensors behind', async () => {
    const label = scalar(3, 'int32')
    for (const draw of [
      () => random.key(1),
      () => random.fold(key, 'a', 1, label),
      () => random.fold(key),
      () => random.uniform(key, [4, 3], -1, 1),
      () => random.normal(key, [5], 2, 3),
      () => random.bernoulli(key, [7], 0.3),
      () => random.permutation(key, 10),
    ])
      expect(await leakedTensors(engine, draw), draw.toString()).toBe(0)
  })
})
