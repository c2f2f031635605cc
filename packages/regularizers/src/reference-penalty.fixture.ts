import type { Key, Params, PenaltyPoint, Random } from '@hourglass/core'
import { referenceNetwork, rowsOf } from '@hourglass/testing'
import { add, mul, sub, type Tensor, tensor1d, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

/** (1/n) Σ f(each). */
export function average<Item>(items: readonly Item[], f: (item: Item, place: number) => number): number {
  return items.reduce((total, item, place) => total + f(item, place), 0) / items.length
}

export function sumOf(numbers: Iterable<number>, f: (each: number) => number): number {
  let total = 0
  for (const each of numbers) total += f(each)
  return total
}

export const square = (each: number) => each ** 2

/** Σ_ij J_ij². */
export function squaredFrobenius(J: readonly Float64Array[]): number {
  return J.reduce((total, row) => total + sumOf(row, square), 0)
}

/** ‖Jv‖². */
export function squaredLengthOf(J: readonly Float64Array[], v: Float64Array): number {
  return J.reduce((total, row) => total + row.reduce((sum, each, i) => sum + each * v[i]!, 0) ** 2, 0)
}

export function difference(J: readonly Float64Array[], K: readonly Float64Array[]): Float64Array[] {
  return J.map((row, j) => row.map((each, i) => each - K[j]![i]!))
}

/** ±1 by a fair coin. */
export function signs(random: Random, key: Key, rows: number, columns: number): Float64Array[] {
  return rowsOf(sub(mul(random.bernoulli(key, [rows, columns], 0.5), 2), 1))
}

/**
 * Nodes and weights of E f(z), z ~ N(0, 1): the trapezoidal rule, whose error for a function that is smooth and bounded
 * near the real axis falls faster than any power of the step.
 */
export function standardNormalNodes(step: number, reach = 7): readonly { z: number; weight: number }[] {
  const count = Math.ceil(reach / step)
  return Array.from({ length: 2 * count + 1 }, (_, place) => {
    const z = (place - count) * step
    return { z, weight: (step * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI) }
  })
}

export const sigmoid = (a: number) => 1 / (1 + Math.exp(-a))

/** One layer of three sigmoid units on two inputs, and what its units see at one x: a_j = x·w_j + b_j. */
export function threeUnits(random: Random) {
  const W = [0.9, -1.4, 0.3, -0.6, 0.8, 1.7]
  const b = [0.4, -0.2, 0.1]
  const x = [0.7, -0.3]
  const { model } = referenceNetwork({ dimensions: 2, hidden: [3], activation: 'sigmoid' }, random)
  const params: Params = { 'encoder.0.W': tensor2d(W, [2, 3]), 'encoder.0.b': tensor1d(b) }
  const units = b.map((bias, j) => {
    const w = [W[j]!, W[3 + j]!]
    const a = x[0]! * w[0]! + x[1]! * w[1]! + bias
    const h = sigmoid(a)
    const slope = h * (1 - h)
    return {
      a,
      norm: Math.hypot(...w),
      slope,
      second: slope * (1 - 2 * h),
      third: slope * (1 - 6 * h + 6 * h * h),
    }
  })
  const at = (key: Key, rows = 1): PenaltyPoint => {
    const batch = add(tensor2d(x, [1, 2]), tensor2d(new Float32Array(rows * 2), [rows, 2])) as Tensor2D
    return { x: batch, xTilde: batch, h: model.encode(params, batch), params, model, key }
  }
  return { at, units }
}

export function numberOf(scalar: Tensor): number {
  return scalar.dataSync()[0]!
}
