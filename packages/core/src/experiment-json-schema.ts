import { z } from 'zod'

import { experimentSchema } from './experiment.js'
import { EXTENSION_POINT_MARK, FALLBACK_MARK } from './extension-point-mark.js'
import type { PluginHost, RegisteredEntry } from './plugin-host.js'
import { withArticle } from './with-article.js'

type JsonSchema = Record<string, unknown>

/** JSON Schema (2020-12) of a whole experiment with all registered plugins, for completion in editors. */
export function experimentJsonSchema(host: PluginHost): JsonSchema {
  const mentioned = new Set(host.points())
  const experiment = toJsonSchema(host, experimentSchema(host), mentioned)
  const definitions: JsonSchema = {}
  // The set grows on the way: a plugin's options may name a point at which nothing is registered.
  for (const point of mentioned) definitions[point] = pointSchema(host, point, mentioned)
  return { ...experiment, title: 'Hourglass experiment', $defs: definitions }
}

/**
 * JSON Schema of one plugin's reference: `{ use: <name>, …options }`. An option that is itself a plugin is a `$ref` into
 * the whole experiment's `$defs`.
 */
export function entrySchema(host: PluginHost, registered: RegisteredEntry): JsonSchema {
  return referenceSchema(host, registered, new Set())
}

function pointSchema(host: PluginHost, point: string, mentioned: Set<string>): JsonSchema {
  const description = withArticle(point)
  const entries = host.list(point)
  // An empty enum is no valid schema.
  if (entries.length === 0) return { description: `${description}; no plugin brings one`, not: {} }
  return {
    description,
    anyOf: [
      { type: 'string', enum: entries.map(({ name }) => name) },
      ...entries.map((registered) => referenceSchema(host, registered, mentioned)),
    ],
  }
}

function referenceSchema(host: PluginHost, registered: RegisteredEntry, mentioned: Set<string>): JsonSchema {
  const { $schema: _, ...schema } = toJsonSchema(host, host.options(registered), mentioned)
  return {
    ...schema,
    description: registered.entry.summary,
    properties: { use: { const: registered.name }, ...(schema['properties'] as JsonSchema) },
    required: ['use', ...((schema['required'] as string[] | undefined) ?? [])],
  }
}

/** @param mentioned takes the ids of the extension points that the schema refers to */
function toJsonSchema(host: PluginHost, schema: z.ZodType, mentioned: Set<string>): JsonSchema {
  return convert(schema, (point, fallbackName) => {
    mentioned.add(point)
    const whole = { $ref: `#/$defs/${point}` }
    const fallback = host.list(point).find(({ name }) => name === fallbackName)
    if (fallback === undefined) return whole
    // `{ learningRate: 0.1 }` where the fallback is adam means adam with another rate. An option that is a plugin in
    // turn may be anything there, so that this ends.
    const { $schema: _, ...bare } = convert(host.options(fallback), () => ({}))
    return { anyOf: [whole, { ...bare, description: fallback.entry.summary }] }
  })
}

/** @param standIn the schema of "a plugin of this extension point", given the fallback's name where there is one */
function convert(schema: z.ZodType, standIn: (point: string, fallback: unknown) => JsonSchema): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      const inside = jsonSchema as JsonSchema
      const { [EXTENSION_POINT_MARK]: point, [FALLBACK_MARK]: fallback } = inside
      if (typeof point !== 'string') return
      delete inside[EXTENSION_POINT_MARK]
      delete inside[FALLBACK_MARK]
      Object.assign(inside, standIn(point, fallback))
    },
  }) as JsonSchema
}
