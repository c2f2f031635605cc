import type { Baseline } from '@hourglass/core'
import { add, tensor1d, zerosLike } from '@tensorflow/tfjs-core'

import { bestMargin } from './best-margin.js'
import { meanAndCovariance } from './mean-and-covariance.js'

/** Predicts the mean training example whatever the input: what knowing nothing of x costs. */
export function meanExample(): Baseline {
  return {
    async fit(context) {
      const { dataset, loss } = context
      const mu = tensor1d(Float32Array.from(meanAndCovariance(dataset.train, dataset.spec.dimensions).mean))
      const margin = bestMargin(context, (x) => add(zerosLike(x), mu))
      return {
        label: 'mean of the training set',
        reconstruct: (x) => loss.parametersFromMean(add(zerosLike(x), mu), margin),
        dispose: () => mu.dispose(),
      }
    },
  }
}
