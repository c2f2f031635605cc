import type { z } from 'zod'

import { explainIssue, type Explanation } from './explain-issue.js'
import { formatPath } from './format-path.js'
import { HourglassError } from './hourglass-error.js'

/**
 * Parses a value, or throws one `HourglassError` with the given code: the path of the first thing wrong, what was
 * expected and how to mend it, and in `also` one line for each other thing wrong.
 */
export function parseOrExplain<T extends z.ZodType>(schema: T, value: unknown, code: string): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const explanations = parsed.error.issues.flatMap((issue) => explainIssue(schema, value, issue))
  const [first, ...others] = explanations.toSorted(unknownKeysFirst)
  throw new HourglassError(code, first!.message, {
    place: { path: formatPath(first!.path) },
    expected: first!.expected,
    remedy: first!.remedy,
    also: others.length === 0 ? undefined : others.map(inOneLine),
  })
}

function unknownKeysFirst(a: Explanation, b: Explanation): number {
  return Number(b.isUnknownKey ?? false) - Number(a.isUnknownKey ?? false)
}

function inOneLine({ path, message, expected }: Explanation): string {
  return [formatPath(path), expected === undefined ? message : `${message} (expected: ${expected})`]
    .filter((part) => part !== '')
    .join(': ')
}
