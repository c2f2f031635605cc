import type { Key, LearningRule, Optimizer, Params, Slots } from '@hourglass/core'
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'

/** All that a step depends on, as tensors: nothing is captured, so that a compiled step freezes nothing. */
export type StepInputs = {
  readonly params: Params
  readonly slots: Slots
  readonly x: Tensor2D
  readonly key: Key
  readonly at: { readonly learningRate: Scalar; readonly step: Scalar }
}

export type StepOutputs = {
  readonly params: Params
  readonly slots: Slots
  readonly value: Scalar
  readonly terms: Readonly<Record<string, Scalar>>
}

/** One step of learning: the rule's gradient, then the optimizer's update. Pure; made fast by `engine.compile`. */
export function trainingStep(rule: LearningRule, optimizer: Optimizer): (inputs: StepInputs) => StepOutputs {
  return ({ params, slots, x, key, at }) => {
    const { value, terms, gradients } = rule(params, x, key)
    return { ...optimizer.update(params, gradients, slots, at), value, terms }
  }
}
