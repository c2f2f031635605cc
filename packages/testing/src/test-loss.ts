import { LOSS, type OutputDistribution, type Plugin } from '@hourglass/core'
import { it } from 'vitest'

import { type Bench, describeVariant, type VariantCase } from './describe-variant.js'
import { DRAW_CHECKS } from './loss-draw-checks.js'
import { PURITY_CHECKS } from './test-loss-purity.js'
import { LIKELIHOOD_CHECKS } from './test-loss-likelihood.js'

export interface LossCase extends VariantCase {
  /**
   * −log p(y | θ) of one dimension in nats, in plain float64 numbers: the truth that everything else is measured by.
   * `theta` holds the p numbers of that dimension. Where the loss has no `nllPerDimension`, give the case `data` of one
   * dimension.
   */
  nll(y: number, theta: readonly number[]): number
  /** Every value that y can have, of a discrete distribution (of counts: as far as they are likely for `theta`). */
  readonly values?: readonly number[]
  /**
   * What holds the whole density, of a continuous distribution. Absent: found from `nll`, which needs a density with one
   * peak.
   */
  interval?(theta: readonly number[]): readonly [low: number, high: number]
  /** Where the y that the likelihood is tested at lie. Absent: among `values`, or up to 3 about 0 or an end of the support. */
  readonly y?: readonly [low: number, high: number]
  /** Where θ lies, for every block, or block by block. Absent: [−3, 3]. */
  readonly theta?: readonly [low: number, high: number] | readonly (readonly [low: number, high: number])[]
  /** Numbers of θ, far out, for which likelihood, gradient, mean, entropy and draws must be finite. Absent: ±50. */
  readonly extremes?: readonly number[]
  /** −log p is differentiable in y as well, which no training asks for. */
  readonly gradientInY?: boolean
}

export type LossBench = Pick<Bench<OutputDistribution>, 'engine' | 'variant' | 'data' | 'key'>

/** Throws where the loss does not do what its title, the name it is listed by, says. */
export type LossCheck = (bench: LossBench, given: LossCase) => void | Promise<void>

export const LOSS_CHECKS: Readonly<Record<string, LossCheck>> = {
  ...LIKELIHOOD_CHECKS,
  ...DRAW_CHECKS,
  ...PURITY_CHECKS,
}

/**
 * Describes the tests of a loss: −log p and its gradient against the case's reference, also far out; probabilities that
 * add up to 1; mean, entropy and draws against what the reference integrates to; `parametersFromMean` as the inverse of
 * `mean`; shapes, keys, compiled as eager, inputs untouched, no tensor left behind.
 */
export function testLoss(plugin: Plugin, name: string, cases: readonly LossCase[]): void {
  describeVariant<OutputDistribution, LossCase>(LOSS, plugin, name, cases, (bench, given) => {
    for (const [title, check] of Object.entries(LOSS_CHECKS)) it(title, () => check(bench, given))
  })
}
