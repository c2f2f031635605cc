import { HourglassError } from '@hourglass/core'
import { permutation, seedWords } from '@hourglass/engine'

/** Which examples of a file go into which split. */
export interface Deal {
  readonly train: Int32Array
  readonly validation: Int32Array
  /** Empty where the test split has a file of its own. */
  readonly test: Int32Array
}

export interface DealSettings {
  /** How many, or which part where below 1. */
  readonly validation: number
  /** Likewise; 0 where the test split has a file of its own. */
  readonly test: number
  /** Of the permutation that deals them out; absent: they are taken as they stand, the test split from the very end. */
  readonly seed?: number
}

/**
 * Deals n examples out, without regard to class: the first ones of an order are to train on, then come those to validate
 * on, then those to test on. A part f of n is round(f · n), at least one.
 *
 * @throws HourglassError `too-few-examples`
 */
export function dealSplits(n: number, { validation, test, seed }: DealSettings, source: string): Deal {
  const amount = (part: number): number => (part === 0 ? 0 : part < 1 ? Math.max(1, Math.round(part * n)) : part)
  const [validated, tested] = [amount(validation), amount(test)]
  const left = n - validated - tested
  if (left < 1)
    throw new HourglassError('too-few-examples', `there are ${n} examples, and none is left to train on`, {
      place: { source },
      expected: `more than ${validated}${tested === 0 ? '' : ` + ${tested}`} examples`,
      remedy: tested === 0 ? 'make `validation` smaller' : 'make `validation` or `test` smaller',
    })
  const order =
    seed === undefined
      ? Int32Array.from({ length: n }, (_, place) => place)
      : permutation(seedWords(`examples of a file ${seed}`), n)
  return {
    train: order.subarray(0, left),
    validation: order.subarray(left, left + validated),
    test: order.subarray(left + validated),
  }
}
