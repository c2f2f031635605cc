import { HourglassError, type Predictions, type Split } from '@hourglass/core'

/**
 * Fraction of examples whose label is another one.
 *
 * @throws HourglassError `invalid-data` without labels, or of no examples
 */
export function errorOf(found: Predictions, { labels, size }: Split): number {
  if (labels === undefined || size === 0)
    throw new HourglassError('invalid-data', 'there are no labels to hold a classification against', {
      remedy: 'a data set with labels',
    })
  return labels.reduce((wrong, label, place) => wrong + (label === found[place] ? 0 : 1), 0) / size
}
