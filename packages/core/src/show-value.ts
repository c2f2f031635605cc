const LONGEST = 80

/** A value as a user would write it, cut where it is long. */
export function showValue(value: unknown): string {
  const text = toText(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}

function toText(value: unknown): string {
  if (typeof value !== 'object' && typeof value !== 'string') return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    // A YAML anchor may hold an alias of itself.
    return 'this value'
  }
}
