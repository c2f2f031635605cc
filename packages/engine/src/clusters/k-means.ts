import { HourglassError, type Key, type Random } from '@hourglass/core'
import { type Tensor2D, tidy } from '@tensorflow/tfjs-core'

import { free } from '../free.js'
import { fillEmptyClusters } from './fill-empty-clusters.js'
import { plusPlusCentres } from './plus-plus-centres.js'
import { assignToNearest, countOf, meansOf, type Points } from './points.js'

export interface KMeansOptions {
  /** k. */
  readonly clusters: number
  /** A restart's seeding is drawn by `fold(key, restart)`, from 0. */
  readonly key: Key
  /** Beginnings tried, of which the best end is taken; absent: 10. */
  readonly restarts?: number
  /** Of each restart at most; absent: 300. */
  readonly iterations?: number
}

export interface KMeans {
  /** [k, d], the caller's. */
  readonly centres: Tensor2D
  /** The nearest centre of each point. */
  readonly assignments: Int32Array
  /** What is minimised, Σ_i ‖x_i − c_{a(i)}‖². */
  readonly within: number
  /** Of the restart that was best. */
  readonly iterations: number
}

/**
 * k-means by Lloyd's iteration from k-means++: nearest centres, then means, until no point changes its cluster. A cluster
 * that runs empty is given the point that is farthest from its centre, so that the objective never grows. The same key
 * gives the same clusters.
 * Source: Lloyd 1982, "Least Squares Quantization in PCM"; Arthur and Vassilvitskii 2007.
 *
 * @throws HourglassError `too-few-examples`, `not-finite`
 */
export function kMeans(random: Random, points: Points, options: KMeansOptions): KMeans {
  const { clusters, key, restarts = 10, iterations = 300 } = options
  requireEnough(countOf(points), clusters)
  let best: KMeans | undefined
  for (let restart = 0; restart < restarts; restart++) {
    const seeds = tidy(() => plusPlusCentres(random, points, clusters, random.fold(key, restart)))
    const found = lloyd(points, seeds, iterations)
    if (best !== undefined && found.within >= best.within) {
      free(found.centres)
      continue
    }
    if (best !== undefined) free(best.centres)
    best = found
  }
  return best!
}

/** @throws HourglassError `too-few-examples` */
export function requireEnough(examples: number, clusters: number): void {
  if (examples >= clusters) return
  throw new HourglassError('too-few-examples', `${examples} examples cannot make ${clusters} clusters`, {
    expected: 'as many examples as clusters, or more',
    remedy: 'fewer clusters, or more examples',
  })
}

/** Takes the seeds over. */
function lloyd(points: Points, seeds: Tensor2D, limit: number): KMeans {
  let centres = seeds
  let last: Int32Array | undefined
  let iteration = 0
  while (iteration < limit) {
    iteration++
    const { assignments } = fillEmptyClusters(assignToNearest(points, centres), centres.shape[0])
    if (last !== undefined && assignments.every((cluster, place) => cluster === last![place])) break
    const means = meansOf(points, assignments, centres.shape[0])
    free(centres)
    centres = means
    last = assignments
  }
  const { assignments, squaredDistances } = assignToNearest(points, centres)
  return { centres, assignments, within: squaredDistances.reduce((sum, d) => sum + d, 0), iterations: iteration }
}
