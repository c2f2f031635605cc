import type { Scalar } from '@tensorflow/tfjs-core'

import { defineExtensionPoint } from '../extension-point.js'
import type { Params } from './autoencoder.js'

/** An optimizer's memory, flat, keyed by parameter name: `encoder.W/velocity`. */
export type Slots = Params

/** Step-dependent numbers, as tensors so that a compiled step keeps them inputs. */
export interface OptimizerStep {
  readonly learningRate: Scalar
  /** float32, 1 for the first step. */
  readonly step: Scalar
}

/** A pure update rule. */
export interface Optimizer {
  /** The rate of the given step, 1 for the first. On the host. */
  learningRate(step: number): number
  init(params: Params): Slots
  update(
    params: Params,
    gradients: Params,
    slots: Slots,
    at: OptimizerStep,
  ): { readonly params: Params; readonly slots: Slots }
}

export const OPTIMIZER = defineExtensionPoint<Optimizer>('optimizer')
