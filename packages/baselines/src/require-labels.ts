import { HourglassError, type Subject } from '@hourglass/core'

export interface KnownClasses {
  /** How many there are. */
  readonly classes: number
  /** The class of each training example. */
  readonly train: Uint8Array
}

/**
 * What a classifier learns from, and is chosen by.
 *
 * @param what that cannot do without, e.g. `an SVM`
 * @throws HourglassError `no-labels`
 */
export function requireLabels({ dataset }: Pick<Subject, 'dataset'>, what: string): KnownClasses {
  const { spec, train, validation, name } = dataset
  if (spec.classes !== undefined && spec.classes > 1 && train.labels !== undefined && validation.labels !== undefined)
    return { classes: spec.classes, train: train.labels }
  throw new HourglassError('no-labels', `${what} has nothing to learn from in data set "${name}"`, {
    expected: 'labels of the training and of the validation examples, of two classes or more',
    remedy: 'take a data set with classes, such as mnist-10k, or leave the baseline out',
  })
}
