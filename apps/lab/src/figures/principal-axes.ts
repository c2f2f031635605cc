import type { Engine, Key, Random } from '@hourglass/core'
import { valuesOf } from '@hourglass/engine'
import { matMul, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

/** Further directions that are searched with those wanted, and times that they are turned towards the largest. */
const FURTHER = 10
const TURNS = 8

/** The directions in which rows x vary most, largest variance first. */
export interface PrincipalAxes {
  /** μ, [d]. */
  readonly mean: Float32Array
  /** U, [d, k] row-major: a column each, orthonormal; the entry of largest magnitude is positive. */
  readonly axes: Float32Array
  /** Of the rows along each, the mean square about μ; k of them. */
  readonly variances: readonly number[]
  /** Of the rows along all d directions. */
  readonly totalVariance: number
}

/**
 * The first k principal axes of n rows of d finite numbers. Where k is far below d, in a random subspace of k + 10
 * dimensions that is multiplied by the covariance eight times (Halko, Martinsson and Tropp 2011, §4.5): the engine does
 * the products, and no d × d matrix is taken apart. Else from the whole covariance.
 */
export function principalAxes(
  rows: Float32Array,
  d: number,
  k: number,
  { random }: Pick<Engine, 'random'>,
  key: Key,
): PrincipalAxes {
  const n = rows.length / d
  const mean = meanRow(rows, d)
  const centred = shifted(rows, mean, -1)
  const p = k + FURTHER > d / 2 ? d : k + FURTHER
  const X = tensor2d(centred, [n, d])
  try {
    const Q = p === d ? undefined : turned(X, start(random, key, d, p))
    const gram = valuesOf(() => {
      const B = inBasis(X, Q, d)
      return matMul(B, B, true, false)
    })
    const { vectors, values } = largest(gram, p, k, n)
    const U = Q === undefined ? vectors : valuesOf(() => matMul(tensor2d(Q, [d, p]), tensor2d(vectors, [p, k])))
    let squares = 0
    for (let at = 0; at < centred.length; at++) squares += centred[at]! ** 2
    return {
      mean: Float32Array.from(mean),
      axes: withSigns(U, k),
      variances: values,
      totalVariance: squares / n,
    }
  } finally {
    X.dispose()
  }
}

/** Each row of d numbers in k coordinates: (x − μ)U. */
export function project({ mean, axes }: PrincipalAxes, rows: Float32Array): Float32Array {
  const d = mean.length
  const shape: [number, number] = [rows.length / d, d]
  return valuesOf(() => matMul(tensor2d(shifted(rows, mean, -1), shape), tensor2d(axes, [d, axes.length / d])))
}

/** The row at k coordinates: μ + zUᵀ. */
export function unproject({ mean, axes }: PrincipalAxes, coordinates: Float32Array): Float32Array {
  const d = mean.length
  const k = axes.length / d
  const z = tensor2d(coordinates, [coordinates.length / k, k])
  const moved = valuesOf(() => matMul(z, tensor2d(axes, [d, k]), false, true))
  z.dispose()
  return shifted(moved, mean, 1)
}

// Plain loops: over a million numbers they take a tenth of the time of callbacks.
function meanRow(rows: Float32Array, d: number): Float64Array {
  const sums = new Float64Array(d)
  for (let start = 0; start < rows.length; start += d)
    for (let column = 0; column < d; column++) sums[column]! += rows[start + column]!
  return sums.map((sum) => sum / (rows.length / d))
}

/** x ± μ for each row x. */
function shifted(rows: ArrayLike<number>, mean: ArrayLike<number>, sign: 1 | -1): Float32Array {
  const d = mean.length
  const moved = new Float32Array(rows.length)
  for (let start = 0; start < rows.length; start += d)
    for (let column = 0; column < d; column++) moved[start + column] = rows[start + column]! + sign * mean[column]!
  return moved
}

/** XQ, or X where there is no Q. */
function inBasis(X: Tensor2D, Q: Float32Array | undefined, d: number): Tensor2D {
  return Q === undefined ? X : matMul(X, tensor2d(Q, [d, Q.length / d]))
}

function start(random: Random, key: Key, d: number, p: number): Float32Array {
  return valuesOf(() => random.normal(key, [d, p]))
}

/** An orthonormal basis of (XᵀX)ᵗ · start, [d, p]. */
function turned(X: Tensor2D, start: Float32Array): Float32Array {
  const d = X.shape[1]
  let Q = start
  for (let turn = 0; turn < TURNS; turn++) {
    const product = valuesOf(() => matMul(X, inBasis(X, Q, d), true, false))
    Q = orthonormal(product, [d, Q.length / d])
  }
  return Q
}

/** Gram and Schmidt's, twice, so that rounding is gone; a column that depends on those before it becomes 0. */
function orthonormal(matrix: ArrayLike<number>, [rows, columns]: readonly [number, number]): Float32Array {
  const basis: Float64Array[] = []
  for (let column = 0; column < columns; column++) {
    const v = Float64Array.from({ length: rows }, (_, row) => matrix[row * columns + column]!)
    const before = Math.sqrt(dot(v, v))
    for (let time = 0; time < 2; time++)
      for (const u of basis) {
        const along = dot(u, v)
        for (let row = 0; row < rows; row++) v[row]! -= along * u[row]!
      }
    const length = Math.sqrt(dot(v, v))
    const scale = length > 1e-6 * before ? 1 / length : 0
    basis.push(v.map((value) => value * scale))
  }
  return Float32Array.from({ length: rows * columns }, (_, at) => basis[at % columns]![Math.floor(at / columns)]!)
}

function dot(u: Float64Array, v: Float64Array): number {
  let sum = 0
  for (let row = 0; row < u.length; row++) sum += u[row]! * v[row]!
  return sum
}

/** The k eigenvectors of a [p, p] matrix with the largest eigenvalues, [p, k], and those over n. */
function largest(matrix: ArrayLike<number>, p: number, k: number, n: number) {
  const of = new EigenvalueDecomposition(Matrix.from1DArray(p, p, matrix as number[]), { assumeSymmetric: true })
  const order = of.realEigenvalues.map((_, place) => place)
  order.sort((a, b) => of.realEigenvalues[b]! - of.realEigenvalues[a]!)
  const vectors = Float32Array.from({ length: p * k }, (_, at) =>
    of.eigenvectorMatrix.get(Math.floor(at / k), order[at % k]!),
  )
  return { vectors, values: order.slice(0, k).map((place) => Math.max(0, of.realEigenvalues[place]!) / n) }
}

/** An axis has no sign of its own: this choice makes pictures the same on every engine. */
function withSigns(U: Float32Array, k: number): Float32Array {
  const extreme = new Float32Array(k)
  for (const [at, value] of U.entries()) if (Math.abs(value) > Math.abs(extreme[at % k]!)) extreme[at % k] = value
  return U.map((value, at) => (extreme[at % k]! < 0 ? -value : value))
}
