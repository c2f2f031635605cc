import { HourglassError, type Key, type Random } from '@hourglass/core'
import { concat, square, sub, sum, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

import { free } from '../free.js'
import { blocksOf, countOf, pointAt, type Points } from './points.js'

/**
 * k of the points as centres to begin with, [k, d]: the first at random, each further one with a probability in
 * proportion to D², its squared distance from the nearest one that was chosen before. Where all are chosen already (fewer
 * different points than k), the first point again.
 * Source: Arthur and Vassilvitskii 2007, "k-means++: The Advantages of Careful Seeding", §2.2.
 *
 * @throws HourglassError `not-finite`
 */
export function plusPlusCentres(random: Random, points: Points, k: number, key: Key): Tensor2D {
  const size = countOf(points)
  const draws = tidy(() => random.uniform(key, [k]).dataSync())
  const weights = new Float64Array(size).fill(1)
  const centres: Tensor2D[] = []
  try {
    for (let place = 0; place < k; place++) {
      const centre = pointAt(points, drawn(weights, draws[place]!))
      centres.push(centre)
      const distances = squaredDistancesFrom(points, centre, size)
      for (let i = 0; i < size; i++) weights[i] = place === 0 ? distances[i]! : Math.min(weights[i]!, distances[i]!)
    }
    return concat(centres, 0)
  } finally {
    free(...centres)
  }
}

/** The place at which the running sum of the weights passes u of their total, u in [0, 1). */
function drawn(weights: Float64Array, u: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!Number.isFinite(total))
    throw new HourglassError('not-finite', 'a point that is to be clustered is not finite', {
      expected: 'finite numbers, the squares of whose distances are finite',
      remedy: 'look at the data, or at the parameters of the model whose codes they are',
    })
  let last = 0
  let running = 0
  for (const [place, weight] of weights.entries()) {
    if (weight === 0) continue
    last = place
    running += weight
    if (running > u * total) return place
  }
  return last
}

function squaredDistancesFrom(points: Points, centre: Tensor2D, size: number): Float32Array {
  const distances = new Float32Array(size)
  for (const [block, start] of blocksOf(points))
    tidy(() => distances.set(sum(square(sub(block, centre)), 1).dataSync(), start))
  return distances
}
