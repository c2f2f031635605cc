import type { NoiseModel, Random } from '@hourglass/core'
import { cast, less, mul, sub, type Tensor2D } from '@tensorflow/tfjs-core'

import { uniformRanks } from './uniform-ranks.js'

/**
 * Masking noise: x̃_i = 0 at the places that are chosen, else x_i. A place is chosen with probability ν, independently of
 * all others; with `exact`, round(ν·d_x) of every example's places are, each set of so many being equally probable.
 *
 * What is left is not scaled up by 1/(1 − ν) as dropout does: E[x̃] = (1 − ν)x.
 *
 * x, x̃: [batch, d_x]. Source: Vincent et al. 2008, §2.3, and 2010, §3.3: there a fixed number is masked (`exact`).
 */
export function maskingNoise(fraction: number, random: Random, exact = false): NoiseModel {
  const kept: NonNullable<NoiseModel['touched']> = exact
    ? (x, key) => choose(x.shape[1] - Math.round(fraction * x.shape[1]), uniformRanks(random, key, x.shape))
    : (x, key) => random.bernoulli(key, x.shape, 1 - fraction)
  return {
    corrupt: (x, key) => mul(x, kept(x, key)),
    touched: (x, key) => sub(1, kept(x, key)),
  }
}

/** 1 at the `count` places of every row with the lowest ranks, else 0. */
function choose(count: number, ranks: Tensor2D): Tensor2D {
  return cast(less(ranks, count), 'float32')
}
