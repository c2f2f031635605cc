import type { Key, Params, Random } from '@hourglass/core'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import { hiddenProbabilities, visibleParameters } from './boltzmann-machine.js'
import { drawBernoulli } from './draw-bernoulli.js'
import type { VisibleUnits } from './visible-units.js'

export interface GibbsRequest {
  /** Where each chain stands, [chains, d_x]. */
  readonly from: Tensor2D
  readonly steps: number
  readonly key: Key
  /** Draw the visible units; false: put their means in their place. */
  readonly sampleVisible: boolean
}

/**
 * Alternating Gibbs sampling, h ~ p(h | v), v ~ p(v | h), `steps` times. Its stationary distribution is the machine's.
 *
 * @returns the last v, and of the same step E[v | h]; of no steps the v it began with
 */
export function gibbsChain(
  params: Params,
  { from, steps, key, sampleVisible }: GibbsRequest,
  units: VisibleUnits,
  random: Random,
): { readonly v: Tensor2D; readonly mean: Tensor2D } {
  let at = { v: from, mean: from }
  for (let step = 0; step < steps; step++) {
    const h = drawBernoulli(hiddenProbabilities(params, at.v), random.fold(key, 'h', step), random)
    const theta = visibleParameters(params, h, units)
    const mean = units.mean(theta)
    at = { v: sampleVisible ? units.sample(theta, random.fold(key, 'v', step)) : mean, mean }
  }
  return at
}
