import type { Snapshot } from '@hourglass/core'
import {
  assignToNearest,
  clusterSizes,
  fillEmptyClusters,
  type Filled,
  free,
  meansOf,
  pointAt,
  type Points,
} from '@hourglass/engine'
import { clone, type Tensor1D, tensor1d, tensor2d, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

import type { Targets } from './targets-split.js'

/** What an update of clusters changed. */
export interface ClusterChanges {
  /** Examples that are in another cluster than before. */
  readonly changed: number
  /** Clusters that had run empty. */
  readonly filled: readonly Filled[]
}

/** k centres in the space of codes, and which of them each training example belongs to. */
export class Clusters implements Targets {
  #assignments: Int32Array
  #assigned: Tensor1D
  #centres: Tensor2D
  #values: Float32Array
  readonly dimensions: number

  private constructor(assignments: Int32Array, centres: Tensor2D) {
    this.#assignments = assignments
    this.#assigned = tensor1d(assignments, 'int32')
    this.#centres = centres
    this.#values = centres.dataSync() as Float32Array
    this.dimensions = centres.shape[1]
  }

  /** Step 0: k clusters of given members, none empty, their centres the means of the codes. */
  static of(codes: Points, assignments: Int32Array, k: number): Clusters {
    return new Clusters(assignments, meansOf(codes, assignments, k))
  }

  /** What `snapshot` gave; its tensors are copied. */
  static resume({ tensors }: Snapshot): Clusters {
    return new Clusters(Int32Array.from(tensors['assignments']!.dataSync()), clone(tensors['centres'] as Tensor2D))
  }

  /** [k, d_h]; its own. */
  get centres(): Tensor2D {
    return this.#centres
  }

  /** The centre of an example's cluster. */
  of(example: number): Float32Array {
    const start = this.#assignments[example]! * this.dimensions
    return this.#values.subarray(start, start + this.dimensions)
  }

  /**
   * Steps 2 and 3: each centre becomes the mean of its examples' codes, then each example goes to its nearest centre. A
   * cluster that runs empty by it begins anew at the example that is farthest from its centre.
   */
  update(codes: Points): ClusterChanges {
    const k = this.#centres.shape[0]
    const centres = meansOf(codes, this.#assignments, k)
    const { assignments, filled } = fillEmptyClusters(assignToNearest(codes, centres), k)
    const changed = assignments.reduce((sum, cluster, place) => sum + Number(cluster !== this.#assignments[place]), 0)
    this.dispose()
    this.#centres = filled.length === 0 ? centres : movedTo(codes, centres, filled)
    this.#values = this.#centres.dataSync() as Float32Array
    this.#assignments = assignments
    this.#assigned = tensor1d(assignments, 'int32')
    return { changed, filled }
  }

  /** How many examples each cluster has. */
  sizes(): number[] {
    return clusterSizes(this.#assignments, this.#centres.shape[0])
  }

  /** Where they stand; the tensors stay their own. */
  snapshot(): Snapshot {
    return { position: {}, tensors: { assignments: this.#assigned, centres: this.#centres } }
  }

  dispose(): void {
    free(this.#assigned, this.#centres)
  }
}

/** The centres with those of filled clusters where their one example is; takes `centres` over. */
function movedTo(codes: Points, centres: Tensor2D, filled: readonly Filled[]): Tensor2D {
  const [k, dimensions] = centres.shape
  const values = Float32Array.from(centres.dataSync())
  for (const { cluster, example } of filled)
    values.set(
      tidy(() => pointAt(codes, example).dataSync()),
      cluster * dimensions,
    )
  free(centres)
  return tensor2d(values, [k, dimensions])
}
