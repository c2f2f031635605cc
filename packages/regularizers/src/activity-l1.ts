import type { Regularizer } from '@hourglass/core'
import { mul, sum } from '@tensorflow/tfjs-core'

import { magnitude } from './magnitude.js'

/**
 * L1 penalty of the code: R = (1/n) Σ_x Σ_j |h_j(x̃)|. Its derivative is sign(h_j)/n, 0 at h_j = 0.
 *
 * Source: Olshausen and Field 1996 (sparse codes by Σ|h_j|); Goodfellow et al. 2016, §14.2.1 (sparse autoencoders).
 */
export function activityL1(): Regularizer {
  return { penalty: ({ h }) => mul(sum(magnitude(h)), 1 / h.shape[0]) }
}
