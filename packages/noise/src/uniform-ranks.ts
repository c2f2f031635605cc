import type { Key, Random } from '@hourglass/core'
import { cast, neg, type Tensor2D, topk } from '@tensorflow/tfjs-core'

/**
 * A uniform permutation of 0 … n−1 in every row, [rows, n]: the ranks of independent uniform numbers.
 *
 * The order π of the numbers is a permutation also where two of them are equal (they are multiples of 2⁻²³), and so is
 * its inverse, the ranks; being whole numbers without ties, they are ordered by the same operation. A tie goes to the
 * lower index; among 784 numbers two are equal in one row of 27.
 */
export function uniformRanks(random: Random, key: Key, shape: [rows: number, n: number]): Tensor2D {
  const [, n] = shape
  const order = topk(random.uniform(key, shape), n).indices
  return topk(neg(cast(order, 'float32')), n).indices as Tensor2D
}
