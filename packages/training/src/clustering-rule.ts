import {
  CLUSTER_CENTRES,
  type LearningRule,
  type Objective,
  type Params,
  type PenaltyPoint,
  type WeightedRegularizer,
} from '@hourglass/core'
import { nearestCentres } from '@hourglass/engine'
import { concat, mean, type Scalar, slice, square, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core'

import { learningRuleOf } from './learning-rule-of.js'
import type { ObjectiveParts } from './objective.js'
import { partTargets } from './targets-split.js'

/** The name of the term, unweighted. */
export const WITHIN_CLUSTER = 'within-cluster'

/**
 * How an experiment's model learns while its codes are drawn to given targets, one an example: the experiment's own rule
 * with a further penalty,
 *
 *   λ · (1/N) Σ_i ‖h(x_i) − t_i‖²,
 *
 * of the code of the clean x. Its batches are [x | t], [n, d_x + d_h].
 * Source: Song et al. 2013, eq. 2, t_i = c_{a(i)}; there the distances are summed, so that its λ is ours divided by N.
 *
 * @param dimensions d_x
 * @throws HourglassError as `learningRuleOf` and its objective do
 */
export function clusteringRule(parts: ObjectiveParts, lambda: number, dimensions: number): LearningRule {
  const own = learningRuleOf(parts)
  const towards = (targets: Tensor2D): LearningRule =>
    learningRuleOf({ ...parts, regularizers: [...parts.regularizers, withinCluster(targets, lambda)] })
  return {
    ...(own.start === undefined ? {} : { start: (key) => own.start!(key) }),
    learn(params, both, key, state) {
      const { x, targets } = partTargets(both, dimensions)
      return towards(targets).learn(params, x, key, state)
    },
    evaluate(params, both, key) {
      const { x, targets } = partTargets(both, dimensions)
      return towards(targets).evaluate(params, x, key)
    },
  }
}

function withinCluster(targets: Tensor2D, weight: number): WeightedRegularizer {
  const penalty = (point: PenaltyPoint): Scalar =>
    mean(sum(square(sub(codeOfClean(point, targets.shape[0]), targets)), 1)) as Scalar
  return { name: WITHIN_CLUSTER, weight, regularizer: { penalty } }
}

/**
 * h(x), not h(x̃): what is clustered in the end. The rows of a point hold the batch once for each corruption, in blocks;
 * a model with a cost of its own gives a draw as its code.
 */
function codeOfClean({ x, xTilde, h, params, model }: PenaltyPoint, rows: number): Tensor2D {
  if (xTilde === x && model.cost === undefined) return h
  return model.encode(params, x.shape[0] === rows ? x : slice(x, [0, 0], [rows, -1]))
}

/** The same objective where each example's target is the centre that is nearest to its code; for validation. */
export function clusteringObjective(parts: ObjectiveParts, lambda: number, dimensions: number): Objective {
  const rule = clusteringRule(parts, lambda, dimensions)
  return (all, x, key) => {
    const { [CLUSTER_CENTRES]: centres, ...params } = all as Params & { readonly [CLUSTER_CENTRES]: Tensor2D }
    const nearest = nearestCentres(parts.model.encode(params, x), centres)
    return rule.evaluate(params, concat([x, nearest.centres], 1), key)
  }
}
