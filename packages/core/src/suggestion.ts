import { closest, distance } from 'fastest-levenshtein'

/** The known name nearest to a mistyped one, or `undefined` where none is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const candidate = closest(name.toLowerCase(), [...known])
  const tolerance = Math.max(2, Math.floor(candidate.length / 3))
  return distance(name.toLowerCase(), candidate.toLowerCase()) <= tolerance ? candidate : undefined
}

/** ` did you mean "x"?`-style sentence, or the list of what there is. */
export function suggest(name: string, known: readonly string[]): string {
  const candidate = nearest(name, known)
  const list = known.length === 0 ? 'there is none' : `one of: ${[...known].toSorted().join(', ')}`
  return candidate === undefined ? list : `did you mean "${candidate}"? (${list})`
}
