/** A whole number that may depend on the number n of examples: perExample·n + fixed. */
export interface Dimension {
  readonly perExample: number
  readonly fixed: number
}

export function fixed(value: number): Dimension {
  return { perExample: 0, fixed: value }
}

/**
 * The number that is `a` for n = `atA` and `b` for n = `atB`.
 *
 * @returns `undefined` where that is no whole multiple of n with something added
 */
export function dimensionThrough(a: number, atA: number, b: number, atB: number): Dimension | undefined {
  const perExample = (b - a) / (atB - atA)
  const rest = a - perExample * atA
  return Number.isInteger(perExample) && perExample >= 0 && Number.isInteger(rest) && rest >= 0
    ? { perExample, fixed: rest }
    : undefined
}

export function sameDimension(a: Dimension, b: Dimension): boolean {
  return a.perExample === b.perExample && a.fixed === b.fixed
}
