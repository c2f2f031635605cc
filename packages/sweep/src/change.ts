import { HourglassError } from '@hourglass/core'

/** Where in a user's file something is said; the place of an error about it. */
export interface Origin {
  readonly source: string
  /** As `formatPath` writes it; a key may be an option's path itself: `matrix.noise.fraction[1]`. */
  readonly path: string
}

/** An option of the experiment and its new value. */
export interface Change {
  /** As `--set` takes it: `stages[0].optimizer.learningRate`. */
  readonly path: string
  /** `null` takes the option away. */
  readonly value: unknown
  readonly origin: Origin
}

const PATH = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/

export function isOptionPath(path: string): boolean {
  return PATH.test(path)
}

/** Whether `path` is `whole` itself or an option inside it. */
export function isWithin(path: string, whole: string): boolean {
  return path.startsWith(whole) && (path.length === whole.length || '.['.includes(path[whole.length]!))
}

/** Whole parts before the options inside them, else as they stand: so a set of changes means the same in any order. */
export function wholePartsFirst(changes: readonly Change[]): readonly Change[] {
  const depth = ({ path }: Change): number => path.split(/[.[]/).length
  return changes.toSorted((a, b) => depth(a) - depth(b))
}

/** The place inside of another. */
export function inside({ source, path }: Origin, ...keys: readonly (string | number)[]): Origin {
  const longer = keys.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? key : `${text}.${key}`
  }, path)
  return { source, path: longer }
}

export function invalidSweep(
  message: string,
  place: Origin,
  more: { readonly expected?: string; readonly remedy?: string } = {},
): HourglassError {
  return new HourglassError('invalid-sweep', message, { place, ...more })
}
