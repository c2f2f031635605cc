import { z } from 'zod'

import { describeExpected, TYPE_NAMES } from './describe-expected.js'
import { markedPoint } from './extension-point-mark.js'
import { innerSchema, keysAt, schemaAt } from './schema-at.js'
import { showValue } from './show-value.js'
import { suggest } from './suggestion.js'
import { withArticle } from './with-article.js'

/** One thing wrong in a user's value, in words. */
export interface Explanation {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly expected?: string
  readonly remedy?: string
  /** A misspelt key is often why another value is missing, so it is told first. */
  readonly isUnknownKey?: boolean
}

/** zod's own words, as opposed to a message that the schema's author wrote. */
const ZODS_OWN_WORDS = /^(?:Invalid|Too (?:small|big)|Unrecognized)\b/

/** The words for a zod issue that arose from parsing `value` with `schema`. */
export function explainIssue(schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): Explanation[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => explainUnknownKey([...path, key], key, keysAt(schema, path)))
  const found = valueAt(value, path)
  if (issue.code === 'custom') return [explainCustom(issue, found)]
  const governing = innerSchema(schemaAt(schema, path))
  const point = markedPoint(governing)
  if (point !== undefined)
    return [{ path, message: `${withArticle(point)} is missing`, expected: expectedReference(point) }]
  const further = issue.code === 'invalid_union' ? explainFittingBranch(governing, found, issue) : undefined
  if (further !== undefined) return further
  const authorsWords = ZODS_OWN_WORDS.test(issue.message) ? undefined : issue.message
  return [
    {
      path,
      message: found === undefined || found === null ? 'a value is missing' : `${showValue(found)} ${fault(issue)}`,
      expected:
        authorsWords ??
        choices(issue, found) ??
        pattern(issue) ??
        describeExpected(governing) ??
        namedType(issue) ??
        issue.message,
    },
  ]
}

function namedType(issue: z.core.$ZodIssue): string | undefined {
  return issue.code === 'invalid_type' ? TYPE_NAMES[issue.expected] : undefined
}

/** What may stand where a plugin of a point is named. */
export function expectedReference(point: string): string {
  return `the name of ${withArticle(point)}, or { use: <name>, …options }`
}

function explainUnknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): Explanation {
  return {
    path,
    message: `unknown option "${key}"`,
    expected: known.length === 0 ? 'no options here' : suggest(key, known),
    isUnknownKey: true,
  }
}

function explainCustom(issue: z.core.$ZodIssueCustom, found: unknown): Explanation {
  const message = ZODS_OWN_WORDS.test(issue.message) ? `${showValue(found)} is not allowed here` : issue.message
  return { path: issue.path, message, ...(issue.params as Partial<Explanation> | undefined) }
}

function fault(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
    case 'too_big': {
      const small = issue.code === 'too_small'
      if (issue.origin === 'string') return small ? 'is too short' : 'is too long'
      if (issue.origin === 'array') return small ? 'has too few items' : 'has too many items'
      return small ? 'is too small' : 'is too large'
    }
    case 'invalid_type':
      return FAULTS[issue.expected] ?? 'does not fit'
    case 'invalid_value':
      return issue.values.length === 1 ? 'is not allowed here' : 'is not one of the choices'
    case 'not_multiple_of':
      return `is not a multiple of ${issue.divisor}`
    default:
      return 'does not fit'
  }
}

const FAULTS: Readonly<Record<string, string>> = {
  number: 'is not a number',
  int: 'is not a whole number',
  string: 'is not text',
  boolean: 'is neither true nor false',
  array: 'is not a list',
  tuple: 'is not a list',
  object: 'is not a set of options',
  record: 'is not a set of options',
}

function choices(issue: z.core.$ZodIssue, found: unknown): string | undefined {
  const values =
    issue.code === 'invalid_value'
      ? issue.values
      : issue.code === 'invalid_union' && 'options' in issue
        ? (issue.options as readonly unknown[])
        : []
  return values.length > 1 ? suggest(String(found), values.map(String)) : undefined
}

function pattern(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code !== 'invalid_format') return undefined
  return issue.format === 'regex' ? `text that matches ${issue.pattern}` : `text in the form: ${issue.format}`
}

/** The one alternative of a union whose type fits has its faults further in; those are what the user wants to know. */
function explainFittingBranch(
  union: unknown,
  found: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
): Explanation[] | undefined {
  if (!(union instanceof z.ZodUnion)) return undefined
  const typeFits = (branch: readonly z.core.$ZodIssue[]) =>
    branch.every(({ code, path }) => code !== 'invalid_type' || path.length > 0)
  const fitting = issue.errors.flatMap((branch, place) => (typeFits(branch) ? [place] : []))
  const [place] = fitting
  const schema = union.options[place ?? 0]
  if (fitting.length !== 1 || !(schema instanceof z.ZodType)) return undefined
  return issue.errors[place!]!.flatMap((inner) => explainIssue(schema, found, inner)).map((explanation) => ({
    ...explanation,
    path: [...issue.path, ...explanation.path],
  }))
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key], value)
}
