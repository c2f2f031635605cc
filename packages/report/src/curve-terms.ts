import type { EpochNumbers } from './run-report.js'

export interface CurvePoint {
  readonly epoch: number
  /** May be NaN or infinite. */
  readonly value: number
}

/** What one chart shows: a term of the objective over the epochs of one stage. */
export interface CurveTerm {
  /** `nll`; `objective = nll` where two terms have the same values throughout. */
  readonly title: string
  readonly train: readonly CurvePoint[]
  /** Empty where nothing was validated. */
  readonly validation: readonly CurvePoint[]
}

/** The terms of a stage in the order in which they appear; terms that are equal throughout share one chart. */
export function curveTerms(epochs: readonly EpochNumbers[]): CurveTerm[] {
  const names = new Set(
    epochs.flatMap(({ train, validation = {} }) => [...Object.keys(train), ...Object.keys(validation)]),
  )
  const terms = new Map<string, CurveTerm>()
  for (const name of names) {
    const train = points(epochs, name, ({ train }) => train)
    const validation = points(epochs, name, ({ validation }) => validation)
    const values = [...train, { epoch: NaN, value: NaN }, ...validation].map(({ epoch, value }) => `${epoch}:${value}`)
    const equal = terms.get(values.join())
    terms.set(values.join(), { title: equal === undefined ? name : `${equal.title} = ${name}`, train, validation })
  }
  return [...terms.values()]
}

function points(
  epochs: readonly EpochNumbers[],
  name: string,
  side: (numbers: EpochNumbers) => Readonly<Record<string, number>> | undefined,
): CurvePoint[] {
  return epochs.flatMap((numbers) => {
    const values = side(numbers)
    if (values === undefined || !Object.hasOwn(values, name)) return []
    // JSON turns NaN into null.
    return [{ epoch: numbers.epoch, value: values[name] ?? NaN }]
  })
}
