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
  readonly cause?: unknown
}

/**
 * The one error class of Hourglass: what was wrong (`message`), where (`place`), what was expected, how to mend it.
 * Everything a user can cause is thrown as this class; anything else that escapes is a bug of ours.
 */
export class HourglassError extends Error {
  override readonly name = 'HourglassError'
  readonly place?: ErrorPlace
  readonly expected?: string
  readonly remedy?: string

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
  }

  /** The same error, its place filled in by someone who knows more of it: a field already known is kept. */
  at(place: ErrorPlace): HourglassError {
    return new HourglassError(this.code, this.message, {
      place: { ...place, ...this.place },
      expected: this.expected,
      remedy: this.remedy,
      cause: this.cause,
    })
  }

  /** Lines for a terminal: `place: message`, then what was expected and how to mend it. */
  format(): string {
    const lines = [[formatPlace(this.place), this.message].filter(Boolean).join(': ')]
    if (this.expected !== undefined) lines.push(`  expected: ${this.expected}`)
    if (this.remedy !== undefined) lines.push(`  try: ${this.remedy}`)
    return lines.join('\n')
  }
}

function formatPlace(place: ErrorPlace | undefined): string {
  if (place === undefined) return ''
  const position = [place.source, place.line, place.column].filter((part) => part !== undefined).join(':')
  return [position, place.path].filter((part) => part !== undefined && part !== '').join(' ')
}
