import type { Split } from '@hourglass/core'
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { tensor1d, type Tensor1D, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

import { meanAndCovariance } from './mean-and-covariance.js'

/** A principal component analysis; its tensors are the caller's. */
export type PrincipalAxes = {
  /** μ, [d]. */
  readonly mu: Tensor1D
  /** U [d, k], a column per eigenvector of the covariance, largest eigenvalue first. */
  readonly U: Tensor2D
}

/** The mean of a split and the k directions of most variance about it, k ≤ d. */
export function principalAxes(split: Split, d: number, k: number): PrincipalAxes {
  const moments = meanAndCovariance(split, d)
  return {
    mu: tensor1d(Float32Array.from(moments.mean)),
    U: tensor2d(topEigenvectors(moments.covariance, d, k), [d, k]),
  }
}

/** [d, k] row-major. */
function topEigenvectors(covariance: Float64Array, d: number, k: number): Float32Array {
  const decomposition = new EigenvalueDecomposition(Matrix.from1DArray(d, d, covariance as never), {
    assumeSymmetric: true,
  })
  const values = decomposition.realEigenvalues
  const vectors = decomposition.eigenvectorMatrix
  const order = values.map((_, place) => place).toSorted((a, b) => values[b]! - values[a]!)
  const U = new Float32Array(d * k)
  for (let column = 0; column < k; column++)
    for (let row = 0; row < d; row++) U[row * k + column] = vectors.get(row, order[column]!)
  return U
}
