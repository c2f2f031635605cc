import { type Experiment, HourglassError, type Subject } from '@hourglass/core'

/**
 * Refuses a loss that gives no probability to values the data set holds.
 *
 * @throws HourglassError `outside-support`, naming both sides
 */
export function checkSupport({ dataset, loss }: Subject, experiment: Experiment): void {
  const [low, high] = dataset.spec.range
  const [from, to] = loss.support
  if (low >= from && high <= to) return
  throw new HourglassError(
    'outside-support',
    `loss "${experiment.loss.use}" has no probability for values of data set "${dataset.name}"`,
    {
      place: { path: 'loss' },
      expected: `values in [${from}, ${to}]; the data set has [${low}, ${high}]`,
      remedy: 'a loss for real values, such as gaussian, or data scaled into the range',
    },
  )
}
