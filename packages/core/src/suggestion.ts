import { closest, distance } from 'fastest-levenshtein'

const SHORTEST_BEGINNING = 3

/** The known name nearest to a mistyped one, or `undefined` where none is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const typed = name.toLowerCase()
  const byLowerCase = new Map(known.map((candidate) => [candidate.toLowerCase(), candidate]))
  const candidate = closest(typed, [...byLowerCase.keys()])
  // A name of two letters is not a mistyped form of any other two letters.
  const tolerance = Math.min(Math.max(2, Math.floor(candidate.length / 3)), candidate.length - 1)
  if (distance(typed, candidate) <= tolerance) return byLowerCase.get(candidate)
  const continued = [...byLowerCase.keys()].filter((one) => one.startsWith(typed))
  return continued.length === 1 && typed.length >= SHORTEST_BEGINNING ? byLowerCase.get(continued[0]!) : undefined
}

/** What to say of a name that is not known: `one of: gaussian, masking; did you mean "masking"?` */
export function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0) return 'nothing, as there is none'
  const list = `one of: ${[...known].toSorted().join(', ')}`
  const candidate = nearest(name, known)
  return candidate === undefined ? list : `${list}; did you mean "${candidate}"?`
}
