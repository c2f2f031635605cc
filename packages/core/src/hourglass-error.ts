/** Where in the user's own material an error lies. */
export interface ErrorPlace {
  /** File as the user named it, or a description such as `--set model.hidden=0`. */
  readonly source?: string
  /** 1-based. */
  readonly line?: number
  /** 1-based. */
  readonly column?: number
  /** Path of an option, e.g. `stages[0].optimizer.learningRate`. */
  readonly path?: string
}

export interface HourglassErrorDetails {
  readonly place?: ErrorPlace
  /** What would have been right. */
  readonly expected?: string
  /** What the user can do about it. */
  readonly remedy?: string
  /** Whatever else was found wrong, a line each. */
  readonly also?: readonly string[]
  readonly cause?: unknown
}

/**
 * The one error class of Hourglass: what was wrong (`message`), where (`place`), what was expected, how to mend it.
 * Everything a user can cause is thrown as this class; anything else that escapes is a bug of ours.
 */
export class HourglassError extends Error {
  /** One class, whichever copy of this package threw it: a plugin may bring a core of its own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && (value as { name?: unknown }).name === 'HourglassError'
  }

  override readonly name = 'HourglassError'
  readonly place?: ErrorPlace
  readonly expected?: string
  readonly remedy?: string
  readonly also?: readonly string[]

  /** @param code stable, kebab-case, for programs: `unknown-plugin`, `invalid-option`, … */
  constructor(
    readonly code: string,
    message: string,
    details: HourglassErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.place = details.place
    this.expected = details.expected
    this.remedy = details.remedy
    this.also = details.also
  }

  /** The same error, its place filled in by someone who knows more of it: a field already known is kept. */
  at(place: ErrorPlace): HourglassError {
    const error = new HourglassError(this.code, this.message, {
      place: mergePlaces(this.place ?? {}, place),
      expected: this.expected,
      remedy: this.remedy,
      also: this.also,
      cause: this.cause,
    })
    error.stack = this.stack
    return error
  }

  /** Lines for a terminal: `place: message`, then what was expected, how to mend it, and what else is wrong. */
  format(): string {
    const lines = [[formatPlace(this.place), this.message].filter(Boolean).join(': ')]
    if (this.expected !== undefined) lines.push(`  expected: ${this.expected}`)
    if (this.remedy !== undefined) lines.push(`  try: ${this.remedy}`)
    for (const other of this.also ?? []) lines.push(`  also: ${other}`)
    return lines.join('\n')
  }
}

/** A line and a column are kept or taken together with the source that they are of. */
function mergePlaces(known: ErrorPlace, more: ErrorPlace): ErrorPlace {
  const sameSource = known.source === undefined || more.source === undefined || known.source === more.source
  const line = known.line ?? (sameSource ? more.line : undefined)
  const column = known.column ?? (sameSource && line === more.line ? more.column : undefined)
  return { source: known.source ?? more.source, line, column, path: known.path ?? more.path }
}

function formatPlace({ source, line, column, path }: ErrorPlace = {}): string {
  const numbers = [line, column].filter((part) => part !== undefined)
  const position =
    source === undefined
      ? [line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ')
      : [source, ...numbers].join(':')
  return [position, path].filter((part) => part !== undefined && part !== '').join(' ')
}
