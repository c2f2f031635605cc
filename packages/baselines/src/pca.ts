import type { Baseline } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { add, matMul, sub, type Tensor2D } from '@tensorflow/tfjs-core'

import { bestMargin } from './best-margin.js'
import { principalAxes } from './principal-axes.js'

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
      const { mu, U } = principalAxes(dataset.train, d, k)
      const project = (x: Tensor2D): Tensor2D => add(matMul(matMul(sub(x, mu), U), U, false, true), mu)
      const margin = bestMargin(context, project)
      return {
        label: `PCA, ${k} component${k === 1 ? '' : 's'}`,
        reconstruct: (x) => loss.parametersFromMean(project(x), margin),
        dispose: () => free(mu, U),
      }
    },
  }
}
