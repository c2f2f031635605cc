import { grads, mul, sum, type Tensor, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { finiteDifferences } from './finite-differences.js'
import {
  gridPoints,
  type LossPoints,
  nllOfDimensions,
  numbersIn,
  pointsFrom,
  randomPoints,
  representativeTheta,
  tablesOf,
  thetaAt,
} from './loss-points.js'
import { relativeError } from './relative-error.js'
import type { LossBench, LossCase, LossCheck } from './test-loss.js'

const ROWS = [1, 4, 7]
/** What float32 may do to −log p of one dimension: this much of itself, and of 1. */
const ROUNDING = 1e-5

/** What −log p promises. */
export const LIKELIHOOD_CHECKS: Readonly<Record<string, LossCheck>> = {
  'nll has the shape [batch], nllPerDimension [batch, d], mean [batch, d]': (bench, given) => {
    const { variant, data } = bench
    expect(variant.parametersPerDimension, 'parametersPerDimension').toBeGreaterThanOrEqual(1)
    expect(variant.support[0], 'the support').toBeLessThan(variant.support[1])
    for (const rows of ROWS) {
      const { y, theta } = randomPoints(bench, given, rows, `shape ${rows}`)
      expect(variant.nll(y, theta).shape, 'of nll').toEqual([rows])
      expect(variant.nllPerDimension?.(y, theta).shape ?? y.shape, 'of nllPerDimension').toEqual(y.shape)
      expect(variant.mean(theta).shape, 'of mean').toEqual([rows, data.dimensions])
    }
  },

  'nll is −log p(y | θ) of the reference, in nats': (bench, given) => {
    for (const rows of ROWS) expectReference(bench, given, randomPoints(bench, given, rows, `nll ${rows}`))
  },

  'nll is the sum of nllPerDimension': (bench, given) => {
    const { variant } = bench
    if (variant.nllPerDimension === undefined) return
    for (const rows of ROWS) {
      const { y, theta } = randomPoints(bench, given, rows, `sum ${rows}`)
      const summands = numbersIn(() => variant.nllPerDimension!(y, theta))
      const d = bench.data.dimensions
      const sums = Float64Array.from({ length: rows }, (_, row) =>
        summands.subarray(row * d, (row + 1) * d).reduce((total, each) => total + each, 0),
      )
      const found = variant.nll(y, theta).dataSync()
      const size = summands.reduce((total, each) => total + Math.abs(each), 1)
      for (const [row, expected] of sums.entries())
        expect(
          Math.abs(found[row]! - expected),
          `nll is ${found[row]}, its summands add up to ${expected}`,
        ).toBeLessThan(ROUNDING * size)
    }
  },

  'probabilities add up to 1': (bench, given) => {
    for (const theta of representativeTheta(bench, given)) {
      const tables = tablesOf(bench, given, theta)
      const { y, theta: thetas } = gridPoints(tables, theta)
      const nll = numbersIn(() => nllOfDimensions(bench, y, thetas))
      for (const [i, { mass: reference, width }] of tables.entries()) {
        const mass = nll.reduce(
          (sum, each, place) => (place % tables.length === i ? sum + Math.exp(-each) * width : sum),
          0,
        )
        const at = `at θ = [${pointsFrom(new Float32Array(tables.length), theta, 1, tables.length).each[i]!.theta}]`
        expect(
          reference,
          `Σp of the case's own reference ${at}: are its \`values\` or \`interval\` too few?`,
        ).toBeCloseTo(1, 4)
        expect(Math.abs(mass - 1), `Σp is ${mass} ${at}: constants of −log p are missing or wrong`).toBeLessThan(2e-4)
      }
    }
  },

  'the gradient of nll in θ is that of the reference': (bench, given) => {
    for (const rows of ROWS) {
      const points = randomPoints(bench, given, rows, `gradient ${rows}`)
      const d = bench.data.dimensions
      const weights = bench.engine.random.uniform(bench.key('weights', rows), [rows, d], 0.5, 2).dataSync<'float32'>()
      const perRow = weights.filter((_, place) => place % d === 0)
      const byExample = (y: Tensor2D, theta: Tensor2D) => mul(bench.variant.nll(y, theta), tensor1d(perRow))
      expectGradient(points, given, byExample, (place) => perRow[Math.floor(place / d)]!, 'nll')
      if (bench.variant.nllPerDimension === undefined) continue
      const byDimension = (y: Tensor2D, theta: Tensor2D) =>
        mul(bench.variant.nllPerDimension!(y, theta), tensor2d(weights, [rows, d]))
      expectGradient(points, given, byDimension, (place) => weights[place]!, 'nllPerDimension')
    }
  },

  'all stays finite, and nll right, for extreme θ': (bench, given) => {
    const { variant, data } = bench
    const p = variant.parametersPerDimension
    const middle = thetaAt(bench, given, new Float32Array(p * data.dimensions).fill(0.5))
    const block = (place: number) => Math.floor(place / data.dimensions)
    for (const extreme of given.extremes ?? [-50, 50]) {
      // One block alone far out, each in its turn, then all of them.
      const thetas = [...Array.from({ length: p }, (_, k) => k), undefined].map((k) =>
        middle.map((value, place) => (k === undefined || block(place) === k ? extreme : value)),
      )
      const { y } = randomPoints(bench, given, p + 1, 'extreme')
      const theta = thetas.flatMap((row) => [...row])
      const points = pointsFrom(y.dataSync(), theta, p + 1, data.dimensions)
      expectReference(bench, given, points)
      const [gradient] = grads((theta) => sum(variant.nll(points.y, theta as Tensor2D)))([points.theta])
      const made: Record<string, Tensor> = {
        nll: variant.nll(points.y, points.theta),
        'gradient of nll': gradient!,
        mean: variant.mean(points.theta),
        sample: variant.sample(points.theta, bench.key('extreme')),
        ...(variant.entropy && { entropy: variant.entropy(points.theta) }),
      }
      for (const [what, tensor] of Object.entries(made))
        expect(tensor.dataSync().every(Number.isFinite), `${what} is not finite for θ = ${extreme}`).toBe(true)
    }
  },
}

/** −log p of every dimension is that of the reference, but for rounding. */
function expectReference(bench: LossBench, given: LossCase, { y, theta, each }: LossPoints): void {
  const found = numbersIn(() => nllOfDimensions(bench, y, theta))
  for (const [place, { y, theta }] of each.entries()) {
    const expected = given.nll(y, theta)
    // Far out the reference may overflow where the loss does not.
    if (!Number.isFinite(expected)) continue
    const message = `−log p is ${found[place]} at y = ${y}, θ = [${theta}]; the case says ${expected}`
    expect(Math.abs(found[place]! - expected), message).toBeLessThan(ROUNDING * (1 + Math.abs(expected)))
  }
}

/** The gradient of Σ weight · −log p: by the tape, and of the reference by finite differences, block by block. */
function expectGradient(
  { y, theta, each }: LossPoints,
  given: LossCase,
  weighted: (y: Tensor2D, theta: Tensor2D) => Tensor,
  weight: (place: number) => number,
  what: string,
): void {
  const inY = given.gradientInY === true
  const reference = each.map(({ y, theta }, place) =>
    finiteDifferences(({ y, theta }) => weight(place) * given.nll(y![0]!, [...theta!]), {
      theta: Float64Array.from(theta),
      y: Float64Array.of(y),
    }),
  )
  const found = inY
    ? grads((y, theta) => sum(weighted(y as Tensor2D, theta as Tensor2D)))([y, theta])
    : [undefined, ...grads((theta) => sum(weighted(y, theta as Tensor2D)))([theta])]
  const [dy, dTheta] = found.map((gradient) => gradient?.dataSync())
  const [rows, d] = y.shape
  for (let k = 0; k < theta.shape[1] / d; k++) {
    const block = Float64Array.from({ length: rows * d }, (_, place) => {
      const [row, i] = [Math.floor(place / d), place % d]
      return dTheta![row * theta.shape[1] + k * d + i]!
    })
    const error = relativeError({ theta: block }, { theta: reference.map(({ theta }) => theta![k]!) })
    expect(error, `relative error of the gradient of ${what} in θ, block ${k + 1}`).toBeLessThan(1e-3)
  }
  if (!inY) return
  const error = relativeError({ y: dy! }, { y: reference.map(({ y }) => y![0]!) })
  expect(error, `relative error of the gradient of ${what} in y`).toBeLessThan(1e-3)
}
