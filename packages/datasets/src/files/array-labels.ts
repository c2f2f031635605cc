import { HourglassError } from '@hourglass/core'

import { LabelCollector, type Labels } from './labels.js'

/**
 * The labels of an array of numbers or names.
 *
 * @throws HourglassError `invalid-labels`
 */
export function labelsOf(values: ArrayLike<number | string>, source: string): Labels {
  const labels = new LabelCollector()
  const refuse = (message: string): HourglassError =>
    new HourglassError('invalid-labels', message, {
      place: { source },
      expected: 'integers, or names, of at most 256 classes',
      remedy: 'mend the labels, or leave them out',
    })
  for (let i = 0; i < values.length; i++) {
    const label = values[i]!
    const fits = typeof label === 'string' ? label.trim() !== '' : Number.isSafeInteger(label)
    if (!fits) throw refuse(`the label of example ${i + 1} is ${JSON.stringify(label) ?? 'not there'}`)
    if (!labels.add(label)) throw refuse(`example ${i + 1} has the 257th different label, ${JSON.stringify(label)}`)
  }
  return labels.finish()
}
