import { z } from 'zod'

import { expectedReference, explainIssue, type Explanation } from './explain-issue.js'
import { EXTENSION_POINT_MARK, FALLBACK_MARK } from './extension-point-mark.js'
import type { ExtensionPoint } from './extension-point.js'
import { optionsSchema } from './options-schema.js'
import type { PluginEntry } from './plugin.js'
import type { Reference, ReferenceSchemas } from './reference.js'
import { showValue } from './show-value.js'
import { suggest } from './suggestion.js'
import { withArticle } from './with-article.js'

/** What the parser needs of the host: who is registered at a point. */
export interface EntryLookup {
  names(point: ExtensionPoint<unknown>): readonly string[]
  entry(point: ExtensionPoint<unknown>, name: string): PluginEntry | undefined
}

/** More plugins inside plugins than anyone means; a YAML alias of itself, or a default that holds itself, has no end. */
const DEEPEST = 20

/** Schemas of plugin references, resolved against what is registered when a value is parsed, not before. */
export function referenceSchemas(lookup: EntryLookup): ReferenceSchemas {
  let depth = 0
  const use = (point: ExtensionPoint<unknown>, fallback?: Reference | string) => {
    const schema = z
      .any()
      .transform((value: unknown, context): Reference => {
        try {
          depth++
          const result = depth > DEEPEST ? tooDeep(point) : parseReference(point, onto(value, fallback))
          if (!Array.isArray(result)) return result as Reference
          for (const { path, message, ...hints } of result as Explanation[])
            context.addIssue({ code: 'custom', path: [...path], message, params: hints })
          return z.NEVER
        } finally {
          depth--
        }
      })
      .meta({
        [EXTENSION_POINT_MARK]: point.id,
        [FALLBACK_MARK]: typeof fallback === 'object' ? fallback.use : fallback,
      })
    return fallback === undefined ? schema : schema.prefault(fallback)
  }

  function parseReference(point: ExtensionPoint<unknown>, value: unknown): Reference | Explanation[] {
    const reference = readReference(point, value)
    if (Array.isArray(reference)) return reference
    const entry = lookup.entry(point, reference.use)
    if (entry === undefined) return [unknownName(point, reference.use, lookup.names(point))]
    const { use: name, ...given } = reference
    const schema = optionsSchema(point, entry, use as ReferenceSchemas)
    const parsed = schema.safeParse(given)
    if (parsed.success) return { use: name, ...parsed.data }
    return parsed.error.issues.flatMap((issue) => explainIssue(schema, given, issue))
  }

  return use as ReferenceSchemas
}

function readReference(point: ExtensionPoint<unknown>, value: unknown): Reference | (Explanation[] & { use?: never }) {
  if (typeof value === 'string') return { use: value }
  const expected = expectedReference(point.id)
  const noun = withArticle(point.id)
  if (value === undefined) return [{ path: [], message: `${noun} is missing`, expected }]
  // What YAML makes of a key with nothing after it.
  if (value === null)
    return [{ path: [], message: `${noun} is missing`, expected, remedy: 'leave the whole line out if none is wanted' }]
  if (typeof value !== 'object' || Array.isArray(value))
    return [{ path: [], message: `${showValue(value)} is not ${noun}`, expected }]
  const { use } = value as { use?: unknown }
  if (typeof use === 'string') return value as Reference
  if (use === undefined) return [{ path: [], message: `${noun} needs "use"`, expected }]
  return [{ path: ['use'], message: `${showValue(use)} is not the name of ${noun}`, expected }]
}

/** `{ learningRate: 0.1 }` where the fallback is adam means adam with another rate. */
function onto(value: unknown, fallback: Reference | string | undefined): unknown {
  if (fallback === undefined || value === undefined || value === null) return value ?? fallback ?? value
  if (typeof value !== 'object' || Array.isArray(value) || 'use' in value) return value
  return { ...(typeof fallback === 'string' ? { use: fallback } : fallback), ...value }
}

function unknownName(point: ExtensionPoint<unknown>, name: string, known: readonly string[]): Explanation {
  return {
    path: ['use'],
    message: `there is no ${point.id} named "${name}"`,
    expected: suggest(name, known),
    remedy: 'if it comes from a package of its own, name that package under "plugins"',
  }
}

function tooDeep(point: ExtensionPoint<unknown>): Explanation[] {
  return [
    {
      path: [],
      message: `this ${point.id} holds itself, or plugins are nested too deeply`,
      expected: `at most ${DEEPEST} plugins inside one another`,
    },
  ]
}
