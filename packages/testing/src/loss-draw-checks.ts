import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { correlation } from './correlation.js'
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js'
import { numbersIn, randomPoints, repeated, representativeTheta, tablesOf } from './loss-points.js'
import { mean, variance } from './moments.js'
import type { TabulatedDistribution } from './tabulated-distribution.js'
import type { LossBench, LossCheck } from './test-loss.js'

/** As many, or as many as make this many numbers of θ. */
const MOST_DRAWS = 20_000
const MOST_PARAMETERS = 2_000_000
/** Standard errors. */
const BOUND = 4.5
/** Values drawn less often than this are not counted one by one. */
const RARE = 25

/** What mean, entropy, draws and the inverse of the mean promise. */
export const DRAW_CHECKS: Readonly<Record<string, LossCheck>> = {
  'mean is E[y | θ]': (bench, given) => {
    for (const theta of representativeTheta(bench, given)) {
      const found = numbersIn(() => bench.variant.mean(tensor2d(theta, [1, theta.length])))
      for (const [i, table] of tablesOf(bench, given, theta).entries())
        expect(Math.abs(found[i]! - table.mean), `mean is ${found[i]}, E[y] is ${table.mean}`).toBeLessThan(
          1e-4 * Math.sqrt(table.variance) + 1e-5 * Math.abs(table.mean),
        )
    }
  },

  'entropy is E[−log p(y | θ)]': (bench, given) => {
    const { entropy } = bench.variant
    if (entropy === undefined) return
    const thetas = representativeTheta(bench, given)
    const all = tensor2d(Float32Array.from(thetas.flatMap((row) => [...row])), [thetas.length, thetas[0]!.length])
    expect(entropy(all).shape, 'its shape').toEqual([thetas.length])
    for (const [row, found] of numbersIn(() => entropy(all) as never).entries()) {
      const summands = tablesOf(bench, given, thetas[row]!).map((table) => table.entropy)
      const expected = summands.reduce((sum, each) => sum + each, 0)
      const size = summands.reduce((sum, each) => sum + Math.abs(each), summands.length)
      expect(Math.abs(found - expected), `entropy is ${found}, E[−log p] is ${expected}`).toBeLessThan(1e-4 * size)
    }
  },

  'sample is drawn from p(y | θ), inside of the support, dimensions and rows independently': (bench, given) => {
    for (const [row, theta] of representativeTheta(bench, given).entries()) {
      const columns = drawColumns(bench, theta, `sample ${row}`)
      const tables = tablesOf(bench, given, theta)
      for (const [i, column] of columns.entries()) {
        const table = tables[i]!
        expectInside(column, bench.variant.support)
        expectMoments(column, table)
        if (given.values === undefined) {
          const { distance, pValue } = kolmogorovSmirnov(column, (y) => table.cdf(y))
          expect(pValue, `draws are not distributed as −log p says: D = ${distance}`).toBeGreaterThan(1e-5)
        } else {
          const v = bench.engine.random.uniform(bench.key('within', row, i), [column.length]).dataSync<'float32'>()
          expectFrequencies(column, table, v)
        }
      }
      expectUncorrelated(columns[0]!.slice(1), columns[0]!.slice(0, -1), 'neighbouring rows')
      if (columns.length > 1) expectUncorrelated(columns[0]!, columns[1]!, 'two dimensions')
    }
  },

  'parametersFromMean undoes mean': (bench, given) => {
    const { variant, data } = bench
    for (const rows of [1, 5]) {
      const { theta } = randomPoints(bench, given, rows, `mean ${rows}`)
      const means = variant.mean(theta)
      const back = variant.parametersFromMean(means)
      expect(back.shape, 'its shape').toEqual([rows, data.dimensions * variant.parametersPerDimension])
      const found = numbersIn(() => variant.mean(back))
      for (const [place, expected] of means.dataSync().entries()) {
        const message = `mean(parametersFromMean(${expected})) is ${found[place]}`
        expect(Math.abs(found[place]! - expected), message).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)))
      }
    }
  },

  'parametersFromMean is finite at the ends of the support, and keeps the margin to them': (bench) => {
    const { variant, data } = bench
    const [low, high] = variant.support
    const margin = 0.01 * (Number.isFinite(high - low) ? high - low : 1)
    for (const end of [low, high].filter((end) => Number.isFinite(end))) {
      const means = tensor2d(new Float32Array(data.dimensions).fill(end), [1, data.dimensions])
      const finite = (theta: Tensor2D) => theta.dataSync().every(Number.isFinite)
      expect(finite(variant.parametersFromMean(means)), `θ is not finite for the mean ${end}`).toBe(true)
      const kept = variant.parametersFromMean(means, margin)
      expect(finite(kept), `θ is not finite for the mean ${end} and a margin`).toBe(true)
      for (const found of numbersIn(() => variant.mean(kept)))
        expect(
          Math.abs(Math.abs(found - end) / margin - 1),
          `mean(parametersFromMean(${end}, ${margin})) is ${found}`,
        ).toBeLessThan(0.01)
    }
  },
}

/** Draws for one row of θ, by dimension. */
function drawColumns({ variant, data, key }: LossBench, theta: Float32Array, label: string): Float64Array[] {
  const draws = Math.max(2000, Math.min(MOST_DRAWS, Math.floor(MOST_PARAMETERS / theta.length)))
  const thetas = tensor2d(repeated(theta, draws), [draws, theta.length])
  const drawn = variant.sample(thetas, key(label))
  expect(drawn.shape, 'the shape of sample').toEqual([draws, data.dimensions])
  const numbers = Float64Array.from(drawn.dataSync())
  thetas.dispose()
  drawn.dispose()
  return Array.from({ length: data.dimensions }, (_, i) => numbers.filter((_, place) => place % data.dimensions === i))
}

function expectInside(column: Float64Array, [low, high]: readonly [number, number]): void {
  for (const y of column)
    if (!(y >= low && y <= high)) expect.fail(`drew ${y}, outside of the support [${low}, ${high}]`)
}

function expectMoments(column: Float64Array, table: TabulatedDistribution): void {
  const rounding = 1e-5 * Math.abs(table.mean)
  expect(Math.abs(mean(column) - table.mean), `draws have mean ${mean(column)}, not ${table.mean}`).toBeLessThan(
    BOUND * Math.sqrt(table.variance / column.length) + rounding,
  )
  const spread = Math.sqrt((table.fourthMoment - table.variance ** 2) / column.length)
  const message = `draws have variance ${variance(column)}, not ${table.variance}`
  expect(Math.abs(variance(column) - table.variance), message).toBeLessThan(
    BOUND * spread + 1e-3 * table.variance + rounding ** 2,
  )
}

/**
 * As often as their probabilities say: each value that is not rare by itself, and all together by what u = P(Y < y) +
 * v·P(Y = y), v uniform, is distributed like: uniformly.
 */
function expectFrequencies(column: Float64Array, table: TabulatedDistribution, v: ArrayLike<number>): void {
  const places = new Map(Array.from(table.y, (y, place) => [Math.fround(y), place] as const))
  const drawn = Array.from(column, (y) => places.get(Math.fround(y)) ?? nearest(table, y))
  const counts = new Float64Array(table.y.length)
  for (const place of drawn) counts[place]! += 1
  const draws = column.length
  const below = new Float64Array(table.y.length)
  for (const [place, p] of table.probability.entries()) {
    if (place > 0) below[place] = below[place - 1]! + table.probability[place - 1]!
    if (p * draws < RARE) continue
    // One standard error more: a small count is not normal.
    const bound = BOUND * (Math.sqrt(draws * p * Math.max(0, 1 - p)) + 1)
    const message = `y = ${table.y[place]} was drawn ${counts[place]} times of ${draws}, its probability is ${p}`
    expect(Math.abs(counts[place]! - draws * p), message).toBeLessThan(bound)
  }
  const u = drawn.map((place, draw) => below[place]! + v[draw % v.length]! * table.probability[place]!)
  const { distance, pValue } = kolmogorovSmirnov(u, (share) => Math.min(1, share))
  expect(pValue, `draws are not distributed as −log p says: D = ${distance}`).toBeGreaterThan(1e-5)
}

/** A value may be a rounding off the case's. */
function nearest(table: TabulatedDistribution, y: number): number {
  const distance = table.y.map((value) => Math.abs(value - y))
  const place = distance.reduce((best, each, place) => (each < distance[best]! ? place : best), 0)
  if (!(distance[place]! <= 1e-5 * Math.max(1, Math.abs(y))))
    expect.fail(`drew ${y}, which is none of the case's values`)
  return place
}

function expectUncorrelated(a: Float64Array, b: Float64Array, what: string): void {
  if (variance(a) === 0 || variance(b) === 0) return
  expect(Math.abs(correlation(a, b)), `correlation of ${what}`).toBeLessThan(BOUND / Math.sqrt(a.length))
}
