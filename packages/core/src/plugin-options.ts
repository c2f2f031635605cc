import { z } from 'zod'

import type { ExtensionPoint } from './extension-point.js'
import { HourglassError } from './hourglass-error.js'
import type { PluginEntry } from './plugin.js'
import type { Reference, ReferenceSchemas } from './reference.js'
import { suggest } from './suggestion.js'

/** What the parser needs of the host: who is registered at a point. */
export interface EntryLookup {
  names(point: ExtensionPoint<unknown>): readonly string[]
  entry(point: ExtensionPoint<unknown>, name: string): PluginEntry | undefined
}

/** Marks a schema that stands for "a plugin of this extension point", for the JSON Schema of a whole experiment. */
export const EXTENSION_POINT_MARK = 'hourglassExtensionPoint'

/** What a custom issue carries besides its message. */
export interface IssueHints {
  readonly expected?: string
  readonly remedy?: string
}

/** Schemas of plugin references, resolved against what is registered when a value is parsed, not before. */
export function referenceSchemas(lookup: EntryLookup): ReferenceSchemas {
  return (point, fallback) =>
    z
      .any()
      .transform((value: unknown, context): Reference => {
        const reference = readReference(point, value ?? fallback, context)
        if (reference === undefined) return z.NEVER
        const entry = lookup.entry(point, reference.use)
        if (entry === undefined) {
          report(context, ['use'], `there is no ${point.id} named "${reference.use}"`, {
            expected: suggest(reference.use, lookup.names(point)),
          })
          return z.NEVER
        }
        const { use, ...rest } = reference
        const schema = optionsSchema(point, entry, lookup)
        const parsed = schema.safeParse(rest)
        if (parsed.success) return { use, ...parsed.data }
        for (const issue of parsed.error.issues) addIssue(context, schema, rest, issue)
        return z.NEVER
      })
      .meta({ [EXTENSION_POINT_MARK]: point.id }) as never
}

/** The options of one plugin at one point: its own and the point's common ones. */
export function optionsSchema(point: ExtensionPoint<unknown>, entry: PluginEntry, lookup: EntryLookup): z.ZodObject {
  const own = typeof entry.options === 'function' ? entry.options(referenceSchemas(lookup)) : entry.options
  return z.strictObject({ ...point.common, ...own.shape })
}

/** Parses a value, or throws one `HourglassError` that names the path of the first thing wrong and how to mend it. */
export function parseOrExplain<T extends z.ZodType>(schema: T, value: unknown, code: string): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const explained = parsed.error.issues.flatMap((issue) => explain(schema, value, issue))
  const [first, ...others] = explained
  const more = others.map((issue) => `${formatPath(issue.path)}: ${issue.message}`)
  throw new HourglassError(code, first!.message, {
    place: { path: formatPath(first!.path) },
    expected: first!.expected,
    remedy: first!.remedy ?? (more.length > 0 ? `mend this first; also wrong: ${more.join('; ')}` : undefined),
  })
}

/** `stages[0].optimizer.learningRate` */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, place) => (typeof key === 'number' ? `[${key}]` : place === 0 ? String(key) : `.${String(key)}`))
    .join('')
}

interface Explained extends IssueHints {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function readReference(
  point: ExtensionPoint<unknown>,
  value: unknown,
  context: z.RefinementCtx,
): Reference | undefined {
  if (typeof value === 'string') return { use: value }
  const expected = `the name of a ${point.id}, or { use: <name>, …options }`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(context, [], value === undefined ? `a ${point.id} is missing` : `this is not a ${point.id}`, { expected })
    return undefined
  }
  if (typeof (value as Reference).use === 'string') return value as Reference
  report(context, [], `a ${point.id} needs a \`use\``, { expected })
  return undefined
}

function report(context: z.RefinementCtx, path: PropertyKey[], message: string, hints: IssueHints): void {
  context.addIssue({ code: 'custom', path, message, params: hints as Record<string, unknown> })
}

function addIssue(context: z.RefinementCtx, schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): void {
  for (const { path, message, expected, remedy } of explain(schema, value, issue))
    report(context, [...path], message, { expected, remedy })
}

function explain(schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): Explained[] {
  if (issue.code === 'custom') return [{ path: issue.path, message: issue.message, ...(issue.params as IssueHints) }]
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path)
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `unknown option "${key}"`,
      expected: suggest(key, known),
    }))
  }
  const found = valueAt(value, issue.path)
  const [message, expected] = issue.message.split(/: expected |(?<=option): /)
  return [
    {
      path: issue.path,
      message: found === undefined ? 'a value is missing' : `${message!.toLowerCase()}: ${show(found)}`,
      expected: expected ?? issue.message,
    },
  ]
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key], value)
}

/** The keys that a strict object at this path knows. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let inside: unknown = unwrap(schema)
  for (const key of path) {
    if (inside instanceof z.ZodObject) inside = unwrap(inside.shape[String(key)])
    else if (inside instanceof z.ZodArray) inside = unwrap(inside.element)
    else return []
  }
  return inside instanceof z.ZodObject ? Object.keys(inside.shape) : []
}

function unwrap(schema: unknown): unknown {
  let inside = schema
  while (inside instanceof z.ZodOptional || inside instanceof z.ZodDefault || inside instanceof z.ZodNullable)
    inside = inside.unwrap()
  return inside
}
