import type { Key, LearningRule, ObjectiveValue, Params, Slots } from '@hourglass/core'
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'

import { clipped, type Descent } from './descent.js'

/** All that a step depends on, as tensors: nothing is captured, so that a compiled step freezes nothing. */
export type StepInputs = {
  readonly params: Params
  readonly slots: Slots
  /** The learning rule's own, such as a persistent chain. */
  readonly state: Params
  readonly x: Tensor2D
  readonly key: Key
  readonly at: { readonly learningRate: Scalar; readonly step: Scalar }
}

export type StepOutputs = ObjectiveValue & {
  readonly params: Params
  readonly slots: Slots
  readonly state: Params
}

/**
 * One step of learning: the rule's gradient, clipped, then the optimizer's update. Pure; made fast by `engine.compile`.
 */
export function trainingStep(rule: LearningRule, descent: Descent): (inputs: StepInputs) => StepOutputs {
  return ({ params, slots, state, x, key, at }) => {
    const learned = rule.learn(params, x, key, state)
    const updated = descent.optimizer.update(params, clipped(descent, learned.gradients), slots, at)
    return { ...updated, value: learned.value, terms: learned.terms, state: learned.state }
  }
}
