import type { Matrix } from '@hourglass/core'

/**
 * C[t][p], the number of examples of class t that were taken for class p; a row and a column for each of the classes
 * 0 … `classes` − 1, also for those that do not occur. The trace is the number of right ones.
 *
 * @throws RangeError where there is not one prediction for each label, or a number is none of the classes
 */
export function confusionMatrix(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number): Matrix {
  if (labels.length !== predictions.length)
    throw new RangeError(`${labels.length} labels, ${predictions.length} predictions`)
  const values = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0))
  for (let example = 0; example < labels.length; example++) {
    const [label, prediction] = [labels[example]!, predictions[example]!]
    if (values[label]?.[prediction] === undefined)
      throw new RangeError(`example ${example}: ${label} taken for ${prediction}, of ${classes} classes`)
    values[label][prediction]!++
  }
  const names = values.map((_, name) => String(name))
  return { rows: { label: 'true class', names }, columns: { label: 'predicted class', names }, values }
}
