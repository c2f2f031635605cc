import type { Key, Random } from '@hourglass/core'
import { cast, less, type Tensor2D } from '@tensorflow/tfjs-core'

/** Zeros and ones, one with its own probability each: u < p, u ~ U[0, 1). [n, d] → [n, d]. */
export function drawBernoulli(probabilities: Tensor2D, key: Key, random: Random): Tensor2D {
  return cast(less(random.uniform(key, probabilities.shape), probabilities), 'float32')
}
