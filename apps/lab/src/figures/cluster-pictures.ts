import { CLUSTER_CENTRES } from '@hourglass/core'
import { assignToNearest } from '@hourglass/engine'
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

import { decodeCodes, type EncodedExamples, joined, rowOf } from './examples.js'
import type { PictureGrid } from './figure.js'
import type { Scene } from './scene.js'

const MOST = 20
/** Test examples shown beside each centre. */
const NEAREST = 11

/** A centre of clusters with the examples that are nearer to it than to any other. */
export interface Cluster {
  /** Places among the examples, nearest first. */
  readonly members: readonly number[]
  /** Most members' class, and how many have it; of several the lowest. Absent without labels or members. */
  readonly mostly?: { readonly label: number; readonly count: number }
}

/** The clusters of examples around centres [k, d_h]. */
export function clustersAround(centres: Tensor2D, { codes, count, labels }: EncodedExamples): Cluster[] {
  const points = tensor2d(codes, [count, centres.shape[1]])
  const { assignments, squaredDistances } = assignToNearest([points], centres)
  points.dispose()
  return Array.from({ length: centres.shape[0] }, (_, cluster) => {
    const members = Array.from(assignments.keys()).filter((example) => assignments[example] === cluster)
    members.sort((a, b) => squaredDistances[a]! - squaredDistances[b]!)
    const mostly = labels && mostFrequent(members.map((example) => labels[example]!))
    return { members, ...(mostly && { mostly }) }
  })
}

function mostFrequent(labels: readonly number[]): Cluster['mostly'] {
  const counts = new Map<number, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const [first] = [...counts].toSorted(([a, m], [b, n]) => n - m || a - b)
  return first && { label: first[0], count: first[1] }
}

/** E[y | θ(c)] of each centre c, and the test examples nearest to it. Nothing where no stage has left centres. */
export function clusterPictures({ subject, params, examples }: Scene): PictureGrid[] {
  const centres = params[CLUSTER_CENTRES] as Tensor2D | undefined
  if (centres === undefined) return []
  const { dimensions, range } = subject.dataset.spec
  const k = centres.shape[0]
  const shown = clustersAround(centres, examples).slice(0, MOST)
  const decoded = decodeCodes(subject, params, centres.dataSync<'float32'>())
  // A cluster of few leaves places free.
  const rows = shown.flatMap(({ members }, cluster) => [
    rowOf(decoded, dimensions, cluster),
    ...Array.from({ length: NEAREST }, (_, place) => exampleAt(members[place])),
  ])
  return [
    {
      file: 'clusters.png',
      title: 'Clusters',
      caption:
        `${k > MOST ? `The first ${MOST} of ${k}` : `The ${k}`} centres, decoded, each with the ${NEAREST} nearest of the ` +
        `test examples that are nearer to it than to any other centre; at the side how many of ` +
        `${examples.count.toLocaleString('en-US')} those are${examples.labels ? ', and the class that most of them have' : ''}.`,
      pixels: joined(rows),
      columns: NEAREST + 1,
      range,
      rowLabels: shown.map(labelOf),
      scale: 2,
    },
  ]

  function exampleAt(place: number | undefined): Float32Array {
    return place === undefined ? new Float32Array(dimensions).fill(range[0]) : rowOf(examples.rows, dimensions, place)
  }
}

function labelOf({ members, mostly }: Cluster): string {
  const count = members.length.toLocaleString('en-US')
  if (mostly === undefined) return count
  return `${count}, ${Math.round((100 * mostly.count) / members.length)} % are ${mostly.label}`
}
