import type { Key, LearningRule, ObjectiveValue, Params, Random, Slots } from '@hourglass/core'
import { cast, type Scalar, type Tensor2D } from '@tensorflow/tfjs-core'

import { clipped, type Descent } from './descent.js'

/** All that a step depends on, as tensors: nothing is captured, so that a compiled step freezes nothing. */
export type StepInputs = {
  readonly params: Params
  readonly slots: Slots
  /** The learning rule's own, such as a persistent chain. */
  readonly state: Params
  readonly x: Tensor2D
  /** Of all steps; each has a key of its own by its number. */
  readonly key: Key
  readonly learningRate: Scalar
  /** The step's number, from 1, int32: as a float32 it would stand still at 2²⁴. */
  readonly number: Scalar
}

export type StepOutputs = ObjectiveValue & {
  readonly params: Params
  readonly slots: Slots
  readonly state: Params
}

/**
 * One step of learning: the rule's gradient, clipped, then the optimizer's update. Pure; made fast by `engine.compile`.
 */
export function trainingStep(
  rule: LearningRule,
  descent: Descent,
  random: Random,
): (inputs: StepInputs) => StepOutputs {
  return ({ params, slots, state, x, key, learningRate, number }) => {
    const learned = rule.learn(params, x, random.fold(key, 'step', number), state)
    const at = { learningRate, step: cast(number, 'float32') }
    const updated = descent.optimizer.update(params, clipped(descent, learned.gradients), slots, at)
    return { ...updated, value: learned.value, terms: learned.terms, state: learned.state }
  }
}
