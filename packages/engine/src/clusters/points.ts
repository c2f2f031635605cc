import { HourglassError } from '@hourglass/core'
import { slice, tensor1d, tensor2d, type Tensor2D, tidy, matMul } from '@tensorflow/tfjs-core'

import { valuesOf } from '../values-of.js'
import { nearestCentres, oneHotRows } from './nearest-centres.js'

/** The rows of one [n, d] in blocks below each other, so that no tensor need hold them all. None is changed or freed. */
export type Points = readonly Tensor2D[]

/** n. */
export function countOf(points: Points): number {
  return points.reduce((sum, block) => sum + block.shape[0], 0)
}

/** Each block with the place of its first row. */
export function* blocksOf(points: Points): Generator<readonly [block: Tensor2D, start: number]> {
  let start = 0
  for (const block of points) {
    yield [block, start]
    start += block.shape[0]
  }
}

/** Row i as [1, d]. @throws RangeError */
export function pointAt(points: Points, i: number): Tensor2D {
  for (const [block, start] of blocksOf(points))
    if (i < start + block.shape[0]) return slice(block, [i - start, 0], [1, block.shape[1]])
  throw new RangeError(`there is no point ${i}`)
}

export interface Assigned {
  /** a(i), by the nearest centre. */
  readonly assignments: Int32Array
  /** ‖x_i − c_{a(i)}‖². */
  readonly squaredDistances: Float32Array
}

/** Assigns every point to its nearest centre: step 3 of k-means. */
export function assignToNearest(points: Points, centres: Tensor2D): Assigned {
  const size = countOf(points)
  const [assignments, squaredDistances] = [new Int32Array(size), new Float32Array(size)]
  for (const [block, start] of blocksOf(points))
    tidy(() => {
      const nearest = nearestCentres(block, centres)
      assignments.set(nearest.assignments.dataSync(), start)
      squaredDistances.set(nearest.squaredDistances.dataSync(), start)
    })
  return { assignments, squaredDistances }
}

/**
 * Each cluster's mean, [k, d]: products in float32 a block at a time on the engine, sums in float64.
 *
 * @throws HourglassError `empty-cluster`
 */
export function meansOf(points: Points, assignments: Int32Array, k: number): Tensor2D {
  const dimensions = points[0]!.shape[1]
  const sums = new Float64Array(k * dimensions)
  for (const [block, start] of blocksOf(points)) {
    const ofBlock = valuesOf(() => {
      const members = oneHotRows(tensor1d(assignments.slice(start, start + block.shape[0]), 'int32'), k)
      return matMul(members, block, true, false)
    })
    for (let place = 0; place < sums.length; place++) sums[place]! += ofBlock[place]!
  }
  const sizes = clusterSizes(assignments, k)
  const empty = sizes.indexOf(0)
  if (empty >= 0)
    throw new HourglassError('empty-cluster', `cluster ${empty} has no example, so it has no mean`, {
      expected: 'an example or more in each cluster: fillEmptyClusters sees to that',
    })
  return tensor2d(
    Float32Array.from(sums, (sum, place) => sum / sizes[Math.floor(place / dimensions)]!),
    [k, dimensions],
  )
}

/** How many examples each of k clusters has. */
export function clusterSizes(assignments: Int32Array, k: number): number[] {
  const sizes = Array.from({ length: k }, () => 0)
  for (const cluster of assignments) sizes[cluster]!++
  return sizes
}
