import { z } from 'zod'

/** The schema that governs the value at a path, without what makes it optional; `undefined` where that is not known. */
export function schemaAt(schema: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((outer, key) => step(innerSchema(outer), key), schema)
}

/** The keys that the strict object at a path knows, or that any alternative there knows. */
export function keysAt(schema: unknown, path: readonly PropertyKey[]): readonly string[] {
  const inside = innerSchema(schemaAt(schema, path))
  if (inside instanceof z.ZodUnion) return [...new Set(inside.options.flatMap((option) => keysAt(option, [])))]
  return inside instanceof z.ZodObject ? Object.keys(inside.shape) : []
}

/** The schema under `optional`, `default` and their like. */
export function innerSchema(schema: unknown): unknown {
  let inside = schema
  while (
    inside instanceof z.ZodOptional ||
    inside instanceof z.ZodDefault ||
    inside instanceof z.ZodPrefault ||
    inside instanceof z.ZodNullable
  )
    inside = inside.unwrap()
  return inside
}

function step(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)]
  if (schema instanceof z.ZodArray) return schema.element
  if (schema instanceof z.ZodTuple) return schema.def.items[Number(key)]
  if (schema instanceof z.ZodRecord) return schema.valueType
  if (schema instanceof z.ZodUnion) {
    const found = schema.options
      .map((option) => step(innerSchema(option), key))
      .filter((inside) => inside !== undefined)
    // Two alternatives may bound one key differently, and nobody knows which one was meant.
    return found.length === 1 ? found[0] : undefined
  }
  return undefined
}
