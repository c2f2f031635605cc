import { HourglassError } from '@hourglass/core'

import type { Examples } from './examples.js'

/** Labels as numbers 0 … classes − 1. */
export interface MappedLabels {
  readonly classes: number
  /** For each of the given sets of examples, one for each example. */
  readonly labels: readonly Uint8Array[]
  /** What the numbers stand for, where they are not what the file says. */
  readonly note?: string
}

/**
 * Numbers the classes of several sets of examples alike. With `classes`, labels must be integers 0 … classes − 1 and stay
 * what they are. Without, the different labels are put in order (integers by size, names by their characters) and counted
 * from 0, which leaves 0 … K − 1 what they are.
 *
 * @throws HourglassError `invalid-labels`: out of range, fractions, one class only
 */
export function mapLabels(sets: readonly Examples[], classes: number | undefined): MappedLabels {
  const names = [...new Set(sets.flatMap((set) => set.labels!.names))]
  const integers = names.every((name) => /^-?\d+$/.test(name))
  const wrong = names.find((name) => (classes !== undefined ? !inRange(name, classes) : isFraction(name)))
  if (wrong !== undefined) throw outOfRange(sets, wrong, classes)
  const order =
    classes !== undefined
      ? Array.from({ length: classes }, (_, label) => String(label))
      : integers
        ? names.toSorted((a, b) => Number(a) - Number(b))
        : names.toSorted((a, b) => (a < b ? -1 : 1))
  if (order.length > 256)
    throw new HourglassError('invalid-labels', `there are ${order.length} different labels in the files together`, {
      place: { source: sets[0]!.source },
      expected: 'at most 256 classes',
      remedy: 'leave the labels out, or put classes together',
    })
  if (order.length < 2)
    throw new HourglassError('invalid-labels', `all labels are the same: "${order[0]}"`, {
      place: { source: sets[0]!.source },
      expected: 'at least two classes',
      remedy: 'name the column, or the file, that tells the classes apart, or leave the labels out',
    })
  const places = new Map(order.map((name, place) => [name, place]))
  const labels = sets.map((set) => {
    const table = Uint8Array.from(set.labels!.names, (name) => places.get(name)!)
    return set.labels!.codes.map((code) => table[code]!)
  })
  const same = order.every((name, place) => name === String(place))
  const shown = order.slice(0, 10).map((name) => JSON.stringify(name))
  const more = order.length > shown.length ? ', …' : ''
  const note = same ? undefined : `the classes 0 … ${order.length - 1} are the labels ${shown.join(', ')}${more}`
  return { classes: order.length, labels, ...(note !== undefined && { note }) }
}

function inRange(name: string, classes: number): boolean {
  return /^\d+$/.test(name) && Number(name) < classes
}

/** 0.5 is no class but a quantity; 10⁻³ and NaN are written with letters, and are none either. */
function isFraction(name: string): boolean {
  return name === '' || (!/^-?\d+$/.test(name) && !Number.isNaN(Number(name))) || /^[+-]?(nan|inf(inity)?)$/i.test(name)
}

function outOfRange(sets: readonly Examples[], name: string, classes: number | undefined): HourglassError {
  const set = sets.find(({ labels }) => labels!.names.includes(name))!
  const example = set.labels!.codes.indexOf(set.labels!.names.indexOf(name)) + 1
  const integers = classes === undefined ? 'integers, or names' : `integers from 0 to ${classes - 1}`
  return new HourglassError('invalid-labels', `the label of example ${example} is ${JSON.stringify(name)}`, {
    place: { source: set.source },
    expected: `labels that are ${integers}`,
    remedy: 'mend the label, say how many `classes` there are, or leave the labels out',
  })
}

/**
 * Refuses a split to train on that lacks a class.
 *
 * @throws HourglassError `invalid-labels`
 */
export function requireAllClasses(labels: Uint8Array, rows: ArrayLike<number>, classes: number, source: string): void {
  const met = new Uint8Array(classes)
  for (let i = 0; i < rows.length; i++) met[labels[rows[i]!]!] = 1
  const missing = met.indexOf(0)
  if (missing === -1) return
  throw new HourglassError('invalid-labels', `none of the training examples is of class ${missing} of ${classes}`, {
    place: { source },
    expected: 'examples of each class in the training split',
    remedy: 'give more examples, deal them out by another seed, or say how many `classes` there are if this is meant',
  })
}
