import type { Key, NoiseModel } from '@hourglass/core'
import { type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { mean, variance } from './moments.js'
import { rowsOf } from './numbers-of.js'

/** Of x̃_i, given x. */
export interface NoiseMoments {
  readonly mean: number
  readonly variance: number
}

/** For x_i = x; `dimension` is i and `example` the whole x, where a noise treats places or neighbours differently. */
export type NoiseMomentsReference = (x: number, dimension: number, example: Float64Array) => NoiseMoments

/** Row by row: the clean x, its corruption, and where the noise says that it chose to corrupt. */
export interface NoiseDraws {
  readonly x: readonly Float64Array[]
  readonly xTilde: readonly Float64Array[]
  /** Absent: the noise does not say. */
  readonly touched?: readonly Float64Array[] | undefined
}

/** Standard errors that a mean may lie off: once in 10⁶ where the noise is right. */
const BOUND = 5
/** What rounding to float32 may do besides. */
const ROUNDING = 1e-5

/** Every value in every dimension: row r holds them from the r-th on, and again, `rows` × `dimensions`. */
export function cleanRows(values: readonly number[], rows: number, dimensions: number): Float64Array[] {
  return Array.from({ length: rows }, (_, row) =>
    Float64Array.from({ length: dimensions }, (_, i) => Math.fround(values[(row + i) % values.length]!)),
  )
}

export function drawNoise(noise: NoiseModel, clean: readonly Float64Array[], key: Key): NoiseDraws {
  const x = tensor2d(Float32Array.from(clean.flatMap((row) => [...row])), [clean.length, clean[0]!.length])
  const drawn = {
    x: clean,
    xTilde: numbersIn(() => noise.corrupt(x, key)),
    touched: noise.touched === undefined ? undefined : numbersIn(() => noise.touched!(x, key)),
  }
  x.dispose()
  return drawn
}

/** The rows of what is made, and nothing else is left of it. */
export function numbersIn(make: () => Tensor2D): Float64Array[] {
  const made = tidy(make)
  const rows = rowsOf(made)
  made.dispose()
  return rows
}

/** z = (x̃ − E x̃)/√Var x̃; NaN where the variance is 0, as there is nothing to divide by: there x̃ must be its mean. */
export function standardised({ x, xTilde }: NoiseDraws, moments: NoiseMomentsReference): Float64Array[] {
  return xTilde.map((corrupted, row) =>
    corrupted.map((value, i) => {
      const example = x[row]!
      const { mean, variance } = moments(example[i]!, i, example)
      if (variance > 0) return (value - mean) / Math.sqrt(variance)
      if (!(Math.abs(value - mean) <= ROUNDING * Math.max(1, Math.abs(mean))))
        expect.fail(`x = ${example[i]} in dimension ${i} became ${value}; the case says ${mean} without variance`)
      return Number.NaN
    }),
  )
}

/** E z = 0 and E z² = 1: of every clean value, of every dimension, and of all together. */
export function expectMoments(draws: NoiseDraws, moments: NoiseMomentsReference): void {
  const z = standardised(draws, moments)
  const check = (where: string, belongs: (x: number, dimension: number) => boolean) => {
    const [means, squares]: [number[], number[]] = [[], []]
    for (const [r, row] of z.entries()) {
      let [count, sum, sumOfSquares] = [0, 0, 0]
      for (let i = 0; i < row.length; i++) {
        if (Number.isNaN(row[i]) || !belongs(draws.x[r]![i]!, i)) continue
        count++
        sum += row[i]!
        sumOfSquares += row[i]! ** 2
      }
      if (count === 0) continue
      // One number for each row: rows are independent, the dimensions of a row need not be.
      means.push(sum / count)
      squares.push(sumOfSquares / count)
    }
    if (means.length === 0) return
    expectMean(means, 0, `${where}: the mean of x̃, in standard deviations off the case's \`moments\`,`)
    expectMean(squares, 1, `${where}: the variance of x̃, as a multiple of the case's \`moments\`,`)
  }
  check('all draws together', () => true)
  for (const value of new Set(draws.x.flatMap((row) => [...row]))) check(`where x = ${value}`, (x) => x === value)
  for (const i of draws.x[0]!.keys()) check(`dimension ${i}`, (_, dimension) => dimension === i)
}

/** No correlation between what stands at the same places of two lists of rows, neither of z nor of how large z is. */
export function expectIndependent(a: readonly Float64Array[], b: readonly Float64Array[], what: string): void {
  const products = (of: (z: number) => number) =>
    a.map((row, r) => mean(row.map((z, i) => (Number.isNaN(z * b[r]![i]!) ? 0 : of(z) * of(b[r]![i]!)))))
  expectMean(
    products((z) => z),
    0,
    `${what}: the correlation`,
  )
  expectMean(
    products((z) => z ** 2 - 1),
    0,
    `${what}: the correlation of squares`,
  )
}

/** Zeros and ones; x̃ = x exactly where it is 0. */
export function expectTouched({ x, xTilde, touched }: NoiseDraws): void {
  for (const [row, chosen] of touched?.entries() ?? [])
    for (const [i, value] of chosen.entries()) {
      if (value !== 0 && value !== 1) expect.fail(`touched is ${value} in row ${row}, dimension ${i}: neither 0 nor 1`)
      if (value === 0 && xTilde[row]![i] !== x[row]![i])
        expect.fail(
          `touched is 0 in row ${row}, dimension ${i}, where x = ${x[row]![i]} became ${xTilde[row]![i]}: ` +
            'it must make the very draw that `corrupt` makes with the same key',
        )
    }
}

/** The share of each example's dimensions that were chosen; of a noise that does not say, that were changed. */
export function touchedShares({ x, xTilde, touched }: NoiseDraws): number[] {
  return xTilde.map((row, r) => mean(touched?.[r] ?? row.map((value, i) => (value === x[r]![i] ? 0 : 1))))
}

/** The mean of independent draws lies where it should, as nearly as so many can tell. */
export function expectMean(sample: readonly number[], expected: number, what: string): void {
  const found = mean(sample)
  const bound = BOUND * Math.sqrt(variance(sample) / sample.length) + ROUNDING
  const message = `${what} is ${found.toPrecision(5)}, not ${expected} ± ${bound.toPrecision(2)}`
  expect(Math.abs(found - expected), message).toBeLessThanOrEqual(bound)
}
