import { HourglassError } from '@hourglass/core'

import type { SelectRow } from './row.js'
import type { Criterion } from './sweep-file.js'

/**
 * All that selecting may see of a run: what was measured on validation while it trained. There is no place in it for a
 * number of the test set.
 */
export interface ValidationHistory {
  readonly stages: readonly {
    /** With early stopping: the parameters of the best epoch were kept, not those of the last. */
    readonly keptBest: boolean
    readonly epochs: readonly { readonly part?: string; readonly validation?: Readonly<Record<string, number>> }[]
  }[]
}

/** Smaller is better; where the first numbers are equal, the second decide, and so on. */
export type Score = readonly number[]

const DEFAULT_TERMS = ['error', 'cross-entropy']

/**
 * The score of a run by its own validation: of the last stage that tells the first term (or of a given stage), the terms
 * of the epoch whose parameters the stage returned. `undefined`: the run has no such number, or it is not finite.
 *
 * @throws HourglassError `invalid-sweep` where the run has no such stage or no such term at all
 */
export function validationScore({ stages }: ValidationHistory, by: SelectRow['by']): Score | undefined {
  const {
    stage: place,
    term = DEFAULT_TERMS,
    of = 'kept',
  }: Criterion = typeof by === 'string' ? { term: by } : (by ?? {})
  const [first = '', ...others] = typeof term === 'string' ? [term] : term
  const stage = place === undefined ? lastWith(first, stages) : stages[place]
  const told = lastPart(stage?.epochs ?? []).flatMap(({ validation }) => (validation === undefined ? [] : [validation]))
  if (!told.some((validation) => first in validation)) throw noSuchTerm(first, stages)
  const terms = [first, ...others.filter((name) => told.every((validation) => name in validation))]
  // JSON turns NaN into null.
  const scores = told.map((validation) => terms.map((name) => validation[name] ?? Number.NaN))
  const smallest = of === 'smallest' || (of === 'kept' && stage!.keptBest)
  const score = smallest ? scores.filter(allFinite).toSorted(compareScores)[0] : scores.at(-1)
  return score !== undefined && allFinite(score) ? score : undefined
}

export function compareScores(a: Score, b: Score): number {
  return a.map((value, place) => value - b[place]!).find((difference) => difference !== 0) ?? 0
}

/** Of a stage that trains one thing after another, the last thing is what it returns. */
function lastPart(epochs: ValidationHistory['stages'][0]['epochs']) {
  return epochs.filter(({ part }) => part === epochs.at(-1)!.part)
}

function lastWith(term: string, stages: ValidationHistory['stages']) {
  return stages.findLast(({ epochs }) =>
    epochs.some(({ validation }) => validation !== undefined && term in validation),
  )
}

function allFinite(score: Score): boolean {
  return score.every((value) => Number.isFinite(value))
}

function noSuchTerm(term: string, stages: ValidationHistory['stages']): HourglassError {
  const known = stages.flatMap(({ epochs }, place) => {
    const terms = new Set(epochs.flatMap(({ validation = {} }) => Object.keys(validation)))
    return terms.size === 0 ? [] : [`stage ${place}: ${[...terms].join(', ')}`]
  })
  return new HourglassError('invalid-sweep', `no stage tells "${term}" on validation`, {
    place: { path: 'select.by' },
    expected: known.length === 0 ? 'a stage that measures itself on validation' : known.join('; '),
    remedy: 'name a term under select.by, e.g. by: error',
  })
}
