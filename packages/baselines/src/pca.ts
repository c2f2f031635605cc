import type { Baseline } from '@hourglass/core'
import { add, dispose, matMul, sub, tensor1d, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

import { bestMargin } from './best-margin.js'
import { meanAndCovariance } from './mean-and-covariance.js'

/**
 * Principal component analysis: x̂ = μ + (x − μ)UUᵀ, U the k eigenvectors of the training covariance with the largest
 * eigenvalues; of all linear maps through k numbers the one with the least squared error. k is the model's code size
 * where it is not given, and at most d_x.
 *
 * Source: Baldi and Hornik 1989 (its relation to the linear autoencoder).
 */
export function principalComponents(options: { readonly components?: number }): Baseline {
  return {
    async fit(context) {
      const { dataset, loss } = context
      const d = dataset.spec.dimensions
      const k = Math.min(options.components ?? context.model.codeDimensions, d)
      const moments = meanAndCovariance(dataset.train, d)
      const mu = tensor1d(Float32Array.from(moments.mean))
      const U = tensor2d(topEigenvectors(moments.covariance, d, k), [d, k])
      const project = (x: Tensor2D): Tensor2D => add(matMul(matMul(sub(x, mu), U), U, false, true), mu)
      const margin = bestMargin(context, project)
      return {
        label: `PCA, ${k} component${k === 1 ? '' : 's'}`,
        reconstruct: (x) => loss.parametersFromMean(project(x), margin),
        dispose: () => dispose([mu, U]),
      }
    },
  }
}

/** [d, k] row-major; a column per eigenvector, largest eigenvalue first. */
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
