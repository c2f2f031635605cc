import { spreadOf } from '../spread.mjs'
import { share, table, whole } from './markdown.mjs'

/** Epochs in which steps are traced and compared: three calls of the smaller last batch's step are in three epochs. */
const TRACING = 3

/** Whole epochs by the real loop. */
export function epochTable(races) {
  const cells = races.flatMap(({ row, results }) => {
    const { epochs, step } = results.find(({ id }) => id === 'hourglass') ?? {}
    if (epochs === undefined) return []
    const { median } = spreadOf(epochs.seconds.slice(TRACING))
    const steps = Math.ceil(epochs.examples / row.batch)
    const pipeline = 1 - (steps * step.median) / (1000 * median)
    return [[row.id, whole(epochs.examples / median), median.toFixed(2), epochs.seconds[0].toFixed(2), share(pipeline)]]
  })
  const heading = ['row', 'examples/s', 's an epoch', 's the first', 'beyond the steps']
  return [
    '### Whole epochs',
    'Hourglass compiled over the 8,000 training digits of mnist-10k by `fit`: shuffling, batches from bytes, ' +
      'means; the median of those after the third, until which steps are traced and compared. The last column is the share of an epoch that its steps, at the median of the tables above, leave.',
    table([heading, ...cells]),
  ].join('\n\n')
}
