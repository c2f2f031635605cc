import { z } from 'zod'

import { experimentSchema } from './experiment.js'
import type { PluginHost, RegisteredEntry } from './plugin-host.js'
import { EXTENSION_POINT_MARK } from './plugin-options.js'

type JsonSchema = Record<string, unknown>

/** JSON Schema (2020-12) of a whole experiment with all registered plugins, for completion in editors. */
export function experimentJsonSchema(host: PluginHost): JsonSchema {
  const definitions = Object.fromEntries(
    host.points().map((point) => [
      point,
      {
        description: `A ${point}`,
        anyOf: [
          { type: 'string', enum: host.list(point).map(({ name }) => name) },
          ...host.list(point).map((registered) => entrySchema(host, registered)),
        ],
      },
    ]),
  )
  return { ...toJsonSchema(experimentSchema(host)), title: 'Hourglass experiment', $defs: definitions }
}

/** JSON Schema of one plugin's reference: `{ use: <name>, …options }`. */
export function entrySchema(host: PluginHost, registered: RegisteredEntry): JsonSchema {
  const { $schema: _, ...schema } = toJsonSchema(host.options(registered))
  return {
    ...schema,
    description: registered.entry.summary,
    properties: { use: { const: registered.name }, ...(schema['properties'] as JsonSchema) },
    required: ['use', ...((schema['required'] as string[] | undefined) ?? [])],
  }
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const point = (jsonSchema as JsonSchema)[EXTENSION_POINT_MARK]
      if (point === undefined) return
      for (const key of Object.keys(jsonSchema)) delete (jsonSchema as JsonSchema)[key]
      ;(jsonSchema as JsonSchema)['$ref'] = `#/$defs/${String(point)}`
    },
  }) as JsonSchema
}
