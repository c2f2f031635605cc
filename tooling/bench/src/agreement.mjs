// Whether contestants did the same work: their losses must agree.
import { mean } from './spread.mjs'

/** Steps before anything is timed. */
export const STEPS = 200
/** Over the last ones of these the loss is averaged. */
const AVERAGED = 50
/** Of a contestant that rounds its products, where the row's own is less. */
const ROUNDED = 0.01
/** Of the first loss, before anything is learned, where nothing is drawn; the masks of one batch make more of it. */
const FIRST = { exact: 1e-5, rounded: 0.01, masked: 0.02 }
/** The references, the best first: a library that is not ours. */
const REFERENCES = ['torch', 'tf-function', 'minimize', 'hourglass', 'eager', 'wasm']

export function lateLoss(losses) {
  return mean(losses.slice(-AVERAGED))
}

/**
 * Adds `difference` and `firstDifference`, relative to the reference's late and first loss, and `agrees` to each result.
 *
 * @returns the reference's id
 */
export function compareLosses(row, results) {
  const reference = REFERENCES.map((id) => results.find((result) => result.id === id)).find(
    (result) => result?.loss !== undefined,
  )
  for (const result of results) {
    if (result.loss === undefined) continue
    const allowed = result.rounded ? Math.max(row.tolerance, ROUNDED) : row.tolerance
    result.difference = result.loss / reference.loss - 1
    result.firstDifference = result.firstLoss / reference.firstLoss - 1
    // Not the other way round: NaN agrees with nothing.
    result.agrees =
      Math.abs(result.difference) <= allowed && Math.abs(result.firstDifference) <= firstTolerance(row, result)
  }
  return reference?.id
}

function firstTolerance({ masking }, { rounded }) {
  if (masking > 0) return FIRST.masked
  return rounded ? FIRST.rounded : FIRST.exact
}
