import { HourglassError, type LearningRule, type Params, type Split, type TensorRecord } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { tensor1d, type Tensor1D } from '@tensorflow/tfjs-core'

/** What a supervised rule is told of a step besides x; tensors, as all that a compiled step depends on. */
export type Given = {
  /** The class of each example of the batch, int32 [batch]. */
  readonly labels: Tensor1D
  /** Parameters that take part and stay as they are, the same in every step. */
  readonly fixed: Params
}

/** The learning rule of a batch whose classes are known. Called within the step; carries no state. */
export type SupervisedRule = (given: Given) => LearningRule

/** What a training's rule is told besides x: nothing, or the classes of the batch. */
export interface Supervision {
  /** The caller's to hand back by `release`. */
  tell(indices: Int32Array): TensorRecord
  /** The rule of a batch; part of the step. */
  rule(told: TensorRecord): LearningRule
  release(told: TensorRecord): void
}

/** @throws HourglassError `no-labels` where a supervised rule is to learn from a split without labels */
export function supervision(rule: LearningRule | SupervisedRule, train: Split, fixed: Params): Supervision {
  if (typeof rule !== 'function') return { tell: () => ({}), rule: () => rule, release: () => {} }
  const labels = requireLabels(train)
  return {
    tell: (indices) => ({ labels: labelTensor(labels, indices), fixed }),
    rule: (told) => rule(told as Given),
    release: (told) => free((told as Given).labels),
  }
}

/** The classes of these examples, int32 [batch]; the caller's. */
export function labelTensor(labels: Uint8Array, indices: Int32Array): Tensor1D {
  return tensor1d(
    indices.map((index) => labels[index]!),
    'int32',
  )
}

/** @throws HourglassError `no-labels` */
export function requireLabels({ labels }: Split): Uint8Array {
  return labels ?? refuseUnlabelled()
}

/** @throws HourglassError `no-labels` */
export function refuseUnlabelled(): never {
  throw new HourglassError('no-labels', 'the data set does not tell the classes of its examples', {
    place: { path: 'dataset' },
    expected: 'labels, which supervised training learns from',
    remedy: 'take a data set with classes, such as mnist-10k, or leave the supervised stages out',
  })
}
