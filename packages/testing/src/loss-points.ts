import type { OutputDistribution } from '@hourglass/core'
import { reshape, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core'

import { type Axis, intervalOf, tabulate, type TabulatedDistribution } from './tabulated-distribution.js'
import type { LossBench, LossCase } from './test-loss.js'

/** A batch of y and θ, in tensors and as the float64 numbers that these hold. */
export interface LossPoints {
  readonly y: Tensor2D
  readonly theta: Tensor2D
  /** Of every dimension of every row: y and its p numbers of θ. */
  readonly each: readonly { readonly y: number; readonly theta: readonly number[] }[]
}

export function pointsFrom(y: ArrayLike<number>, theta: ArrayLike<number>, rows: number, d: number): LossPoints {
  const [ys, thetas] = [Float32Array.from(y), Float32Array.from(theta)]
  const p = thetas.length / (rows * d)
  const each = Array.from(ys, (value, place) => {
    const [row, i] = [Math.floor(place / d), place % d]
    return { y: value, theta: Array.from({ length: p }, (_, block) => thetas[row * p * d + block * d + i]!) }
  })
  return { y: tensor2d(ys, [rows, d]), theta: tensor2d(thetas, [rows, p * d]), each }
}

/** Random ones, as the case says. */
export function randomPoints(bench: LossBench, given: LossCase, rows: number, label: string): LossPoints {
  const { dimensions: d } = bench.data
  const unit = (count: number, name: string) =>
    bench.engine.random.uniform(bench.key(label, name), [count]).dataSync<'float32'>()
  const theta = unit(rows * d * bench.variant.parametersPerDimension, 'theta')
  const [low, high] = given.y ?? rangeOfY(bench.variant.support)
  const values = given.y === undefined ? given.values : undefined
  const y = unit(rows * d, 'y').map((u) =>
    values === undefined ? low + u * (high - low) : values[Math.floor(u * values.length)]!,
  )
  return pointsFrom(y, thetaAt(bench, given, theta), rows, d)
}

/** The middle and both ends of the case's range of θ, and random ones: two rows. */
export function representativeTheta(bench: LossBench, given: LossCase): readonly Float32Array[] {
  const { dimensions: d } = bench.data
  const length = d * bench.variant.parametersPerDimension
  return [0, 1].map((row) => {
    const u = bench.engine.random.uniform(bench.key('representative', row), [length]).dataSync<'float32'>()
    const fixed = [0.5, 0, 1]
    return thetaAt(
      bench,
      given,
      u.map((each, place) => (row === 0 ? (fixed[place % d] ?? each) : each)),
    )
  })
}

/** θ⁽ᵏ⁾ of block k at the shares `u` of its range. */
export function thetaAt(bench: LossBench, given: LossCase, u: Float32Array): Float32Array {
  const { dimensions: d } = bench.data
  const p = bench.variant.parametersPerDimension
  const ranges = given.theta ?? [-3, 3]
  return u.map((share, place) => {
    const range = typeof ranges[0] === 'number' ? ranges : ranges[Math.floor((place % (p * d)) / d)]
    if (range === undefined) throw new RangeError(`the case gives ${ranges.length} ranges of θ for ${p} blocks`)
    const [low, high] = range as readonly [number, number]
    return low + share * (high - low)
  })
}

/** The distribution of every dimension of one row of θ, from the case's reference. */
export function tablesOf(bench: LossBench, given: LossCase, theta: Float32Array): readonly TabulatedDistribution[] {
  const { dimensions: d } = bench.data
  return pointsFrom(new Float32Array(d), theta, 1, d).each.map(({ theta }) => {
    const nll = (y: number) => given.nll(y, theta)
    return tabulate(nll, axisOf(given, theta, nll, bench.variant.support))
  })
}

export function axisOf(
  given: LossCase,
  theta: readonly number[],
  nll: (y: number) => number,
  support: OutputDistribution['support'],
): Axis {
  if (given.values !== undefined) return { values: given.values }
  return { interval: given.interval?.(theta) ?? intervalOf(nll, support) }
}

/** Rows of y that walk along the table of every dimension: row r holds the r-th place of each. */
export function gridPoints(tables: readonly TabulatedDistribution[], theta: Float32Array): LossPoints {
  const [rows, d] = [tables[0]!.y.length, tables.length]
  const y = Float32Array.from({ length: rows * d }, (_, place) => tables[place % d]!.y[Math.floor(place / d)]!)
  return pointsFrom(y, repeated(theta, rows), rows, d)
}

export function repeated(row: Float32Array, times: number): Float32Array {
  const all = new Float32Array(row.length * times)
  for (let time = 0; time < times; time++) all.set(row, time * row.length)
  return all
}

/** −log p of every dimension; where the loss does not factorise, of its only one. */
export function nllOfDimensions(bench: LossBench, y: Tensor2D, theta: Tensor2D): Tensor2D {
  const { variant, data } = bench
  if (variant.nllPerDimension !== undefined) return variant.nllPerDimension(y, theta)
  if (data.dimensions !== 1)
    throw new RangeError('a loss without nllPerDimension is tested on one dimension: give its case `data` of one')
  return reshape(variant.nll(y, theta), [y.shape[0], 1])
}

/** What is made, read to the host; nothing else is left of it. */
export function numbersIn(make: () => Tensor2D): Float64Array {
  const made = tidy(make)
  const numbers = Float64Array.from(made.dataSync())
  made.dispose()
  return numbers
}

function rangeOfY([low, high]: OutputDistribution['support']): readonly [number, number] {
  if (Number.isFinite(low)) return [low, Number.isFinite(high) ? high : low + 3]
  return Number.isFinite(high) ? [high - 3, high] : [-3, 3]
}
