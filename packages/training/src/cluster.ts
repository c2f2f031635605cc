import {
  CLUSTER_CENTRES,
  type Dataset,
  HourglassError,
  type Params,
  type Stage,
  type StageContext,
  type StageEvent,
} from '@hourglass/core'
import { free, kMeans, type Points, requireEnough } from '@hourglass/engine'
import { clone } from '@tensorflow/tfjs-core'

import { type ClusterChanges, Clusters } from './clusters.js'
import { clusteringObjective, clusteringRule } from './clustering-rule.js'
import { codesOf } from './codes-of.js'
import { copiesOf } from './copies-of.js'
import type { Descent } from './descent.js'
import { fit } from './fit.js'
import { objectiveMeasure } from './measure-objective.js'
import { asPart, joinSnapshots, snapshotPart } from './snapshot-parts.js'
import { splitWithTargets } from './targets-split.js'
import { tellChanges } from './tell-changes.js'

export interface ClusterOptions {
  /** k; absent: the number of classes of the data set. */
  readonly clusters?: number | undefined
  /** λ, the weight of an example's squared distance from its centre. */
  readonly lambda: number
  readonly epochs: number
  readonly batch: number
  /** Epochs of descent from one update of centres and assignments to the next. */
  readonly every: number
  readonly start: 'random' | 'k-means'
  readonly descent: Descent
}

/**
 * Clusters the codes while the autoencoder learns to reconstruct from them:
 *
 *   (1/N) Σ_i −log p(x_i | θ(h(x̃_i))) + λ · (1/N) Σ_i ‖h(x_i) − c_{a(i)}‖²
 *
 * is made smaller by three steps in turn: descent with centres c and assignments a fixed; each centre the mean of its
 * examples' new codes; each example to the nearest centre. Without the first it is k-means. The centres [k, d_h] are among
 * the parameters it returns, `clusters.centres`.
 * Source: Song, Liu, Huang, Wang, Tan 2013, "Auto-encoder Based Data Clustering", Algorithm 1.
 */
export function cluster(options: ClusterOptions): Stage {
  return {
    adds: [CLUSTER_CENTRES],
    check: ({ dataset }) => void clusterCount(options, dataset),
    run: (context) => runCluster(options, context),
  }
}

async function* runCluster(options: ClusterOptions, context: StageContext): AsyncGenerator<StageEvent, Params, void> {
  const { engine, dataset, model } = context
  const { lambda, batch, epochs } = options
  const k = clusterCount(options, dataset)
  const parts = { ...context, random: engine.random }
  const dimensions = dataset.spec.dimensions
  const rule = clusteringRule(parts, lambda, dimensions)
  const validate = objectiveMeasure(engine, clusteringObjective(parts, lambda, dimensions), Math.min(batch, 500))
  const encodeAll = codesOf(engine, model)
  // Those of a clustering before this one are no parameters of the model.
  const { [CLUSTER_CENTRES]: _, ...initial } = context.params
  const resumed = context.resume && snapshotPart(context.resume, 'clusters')
  const fitKey = engine.random.fold(context.key, 'fit')
  const validationKey = engine.random.fold(context.key, 'validation')
  let clusters: Clusters | undefined
  try {
    const present = (clusters =
      resumed === undefined ? begin(options, context, k, encodeAll(initial, dataset.train)) : Clusters.resume(resumed))
    let changes: ClusterChanges = UNCHANGED
    const training = fit(
      {
        ...{ engine, rule, descent: options.descent, epochs, batch, key: fitKey, signal: context.signal },
        train: splitWithTargets(dataset.train, present),
        resume: context.resume && snapshotPart(context.resume, 'fit'),
        afterEpoch(epoch, params) {
          const due = epoch % options.every === 0 || epoch === epochs
          changes = due ? updated(present, encodeAll(params, dataset.train)) : UNCHANGED
          const all = { ...params, [CLUSTER_CENTRES]: present.centres }
          return { validation: validate(all, dataset.validation, validationKey) }
        },
      },
      copiesOf(initial),
    )
    const whole = asPart(training, (taken) => joinSnapshots({ fit: taken, clusters: present.snapshot() }))
    const params = yield* tellChanges(whole, () => changes)
    return { ...params, [CLUSTER_CENTRES]: clone(present.centres) }
  } finally {
    clusters?.dispose()
    free(fitKey, validationKey)
  }
}

const UNCHANGED: ClusterChanges = { changed: 0, filled: [] }

/** @throws HourglassError `no-clusters`, `too-few-examples` */
function clusterCount({ clusters }: ClusterOptions, { spec, name, train }: Dataset): number {
  const k = clusters ?? spec.classes
  if (k === undefined)
    throw new HourglassError(
      'no-clusters',
      `how many clusters? data set "${name}" has no classes to take the number of`,
      {
        expected: 'a number of clusters',
        remedy: 'set `clusters` of the stage "cluster"',
      },
    )
  requireEnough(train.size, k)
  return k
}

/** Step 0. Takes the codes over. */
function begin(
  { start }: ClusterOptions,
  { engine: { random }, key }: StageContext,
  k: number,
  codes: Points,
): Clusters {
  const startKey = random.fold(key, 'start')
  try {
    if (start === 'k-means') {
      const found = kMeans(random, codes, { clusters: k, key: startKey })
      free(found.centres)
      return Clusters.of(codes, found.assignments, k)
    }
    // In equal parts, so that none is empty.
    const order = random.permutation(
      startKey,
      codes.reduce((sum, { shape }) => sum + shape[0], 0),
    )
    return Clusters.of(
      codes,
      order.map((place) => place % k),
      k,
    )
  } finally {
    free(startKey, ...codes)
  }
}

/** Takes the codes over. */
function updated(clusters: Clusters, codes: Points): ClusterChanges {
  try {
    return clusters.update(codes)
  } finally {
    free(...codes)
  }
}
