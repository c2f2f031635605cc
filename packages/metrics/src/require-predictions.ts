import { HourglassError, type Predictions } from '@hourglass/core'

/**
 * One whole number for each example, below `below` where that is given.
 *
 * @throws HourglassError `plugin-failed`: it was a baseline that said them
 */
export function requirePredictions(predictions: Predictions, examples: number, below = Infinity): void {
  if (predictions.length !== examples)
    throw refused(`${predictions.length} predictions were made of ${examples} examples`, below)
  for (let example = 0; example < examples; example++) {
    const said = predictions[example]!
    if (!Number.isInteger(said) || said < 0 || said >= below)
      throw refused(`the prediction of example ${example} is ${said}`, below)
  }
}

function refused(what: string, below: number): HourglassError {
  return new HourglassError('plugin-failed', what, {
    place: { path: 'baselines' },
    expected: `a whole number for each example, from 0${below === Infinity ? ' on' : ` to ${below - 1}`}`,
    remedy: 'a fault of the baseline: its conformance tests show where',
  })
}
