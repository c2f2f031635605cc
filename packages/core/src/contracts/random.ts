import type { Scalar, ShapeMap, Tensor, Rank } from '@tensorflow/tfjs-core'

import type { Key } from '../random-key.js'

/**
 * Stateless random numbers: a pure function of the key. Drawing twice with one key gives the same numbers twice.
 * A key is either drawn from or folded, not both: `fold(key, 0)` is made of the first words that `key` would draw.
 *
 * Uniform, Bernoulli, `fold` and `permutation` give the same bits on every engine, normals the same up to the rounding
 * of log, sin and cos.
 */
export interface Random {
  /** The root of all streams of a run. */
  key(seed: number | string): Key
  /** A stream of its own for every path of labels: `fold(key, 'noise', step)`. A scalar int32 tensor is a label too. */
  fold(key: Key, ...path: readonly (string | number | Scalar)[]): Key
  /**
   * U[low, high), default [0, 1); multiples of 2⁻²³ of the width. Rounded to float32, which can reach `high` where
   * |low| is much larger than the width.
   */
  uniform<R extends Rank>(key: Key, shape: ShapeMap[R], low?: number, high?: number): Tensor<R>
  /** N(mean, σ²), default N(0, 1), by Box–Muller. */
  normal<R extends Rank>(key: Key, shape: ShapeMap[R], mean?: number, standardDeviation?: number): Tensor<R>
  /** float32 zeros and ones, one with the given probability. */
  bernoulli<R extends Rank>(key: Key, shape: ShapeMap[R], probability: number): Tensor<R>
  /** A uniform permutation of 0 … n−1. On the host: it orders data sets, which live there. */
  permutation(key: Key, n: number): Int32Array
}
