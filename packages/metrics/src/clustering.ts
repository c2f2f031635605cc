import {
  CLUSTER_CENTRES,
  HourglassError,
  type Measurement,
  type Metric,
  type MetricContext,
  type Predictions,
} from '@hourglass/core'
import { nearestCentres } from '@hourglass/engine'
import { type Tensor2D, tidy } from '@tensorflow/tfjs-core'

import { adjustedRandIndex } from './adjusted-rand-index.js'
import { clusterMatrix } from './cluster-matrix.js'
import { contingencyTable } from './contingency-table.js'
import { evaluateBatches } from './evaluate-batches.js'
import { matchedAccuracy } from './matched-accuracy.js'
import { measurement, requireFinite } from './measurement.js'
import { normalizedMutualInformation } from './normalized-mutual-information.js'
import { purity } from './purity.js'
import { requirePredictions } from './require-predictions.js'
import { silhouette } from './silhouette.js'

/** Points of which the silhouette is taken at most: it needs the distances of all pairs. */
const SILHOUETTE_EXAMPLES = 2000

/**
 * How well the clusters of a clustering stage, argmin_c ‖h(x) − c‖² over its centres, are the classes of the data:
 * accuracy under the best matching, NMI, adjusted Rand index, purity; and how well they are clusters, the silhouette, of
 * at most 2,000 examples. Where the data has no classes, the last alone. Of a baseline's clusters all but the last, for
 * they need not be clusters of codes.
 *
 * @throws HourglassError `no-clusters` where the parameters hold no centres; `plugin-failed` (predictions that are no
 *   clusters)
 */
export function clustering({ labelled }: { readonly labelled: boolean }): Metric {
  return {
    needsEncoder: true,
    judges: 'clusters',
    check({ parameters }) {
      if (!parameters.has(CLUSTER_CENTRES)) throw noClusters()
    },
    async measure(context) {
      const { predictions, split } = context
      if (predictions !== undefined) {
        requirePredictions(predictions, split.size)
        return labelled ? agreement(predictions, context) : []
      }
      const { codes, clusters } = assigned(context)
      return [
        ...(labelled ? agreement(clusters, context) : []),
        measurement('silhouette', 'silhouette of the clusters of codes', sampledSilhouette(codes, clusters, context), {
          better: 'higher',
        }),
      ]
    },
  }
}

function agreement(clusters: Predictions, { split: { labels } }: MetricContext): Measurement[] {
  const table = contingencyTable(clusters, labels!)
  const better = 'higher'
  return [
    measurement(
      'cluster-accuracy',
      'clusters as classes, accuracy under the best matching',
      100 * matchedAccuracy(table),
      {
        ...{ unit: '%', better, matrix: clusterMatrix(table) },
      },
    ),
    measurement('cluster-nmi', 'NMI of clusters and classes', normalizedMutualInformation(table), { better }),
    measurement('cluster-ari', 'adjusted Rand index of clusters and classes', adjustedRandIndex(table), { better }),
    measurement('cluster-purity', 'purity of the clusters', 100 * purity(table), { unit: '%', better }),
  ]
}

interface Assigned {
  readonly codes: readonly Float32Array[]
  /** The nearest centre of each. */
  readonly clusters: readonly number[]
}

function assigned(context: MetricContext): Assigned {
  const { model, params } = context
  if (params[CLUSTER_CENTRES] === undefined) throw noClusters()
  const codes: Float32Array[] = []
  const clusters: number[] = []
  const batches = evaluateBatches(context, ({ params: all, x }) => {
    const { [CLUSTER_CENTRES]: centres, ...own } = all
    const h = model.encode(own, x)
    return { h, nearest: nearestCentres(h, centres as Tensor2D).assignments }
  })
  for (const { size, values } of batches) {
    const h = Float32Array.from(values.h)
    requireFinite('code', h)
    for (let example = 0; example < size; example++) {
      const start = example * model.codeDimensions
      codes.push(h.subarray(start, start + model.codeDimensions))
      clusters.push(values.nearest[example]!)
    }
  }
  return { codes, clusters }
}

function noClusters(): HourglassError {
  return new HourglassError('no-clusters', 'there are no clusters to measure', {
    expected: `their centres among the parameters, "${CLUSTER_CENTRES}", where the stage "cluster" leaves them`,
    remedy: 'add { use: cluster } to the stages before it, or take "clustering" out of the metrics',
  })
}

function sampledSilhouette(
  codes: readonly Float32Array[],
  clusters: readonly number[],
  { engine: { random }, key }: MetricContext,
): number {
  if (codes.length <= SILHOUETTE_EXAMPLES) return silhouette(codes, clusters)
  const order = tidy(() => random.permutation(random.fold(key, 'silhouette'), codes.length))
  const chosen = Array.from(order.subarray(0, SILHOUETTE_EXAMPLES))
  return silhouette(
    chosen.map((example) => codes[example]!),
    chosen.map((example) => clusters[example]!),
  )
}
