import { z } from 'zod'

import { showValue } from './show-value.js'

interface Description {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Description[]
  readonly oneOf?: readonly Description[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly prefixItems?: readonly unknown[]
  readonly properties?: Readonly<Record<string, unknown>>
}

/** The types of JSON Schema and zod as a user would call them. */
export const TYPE_NAMES: Readonly<Record<string, string>> = {
  number: 'a number',
  integer: 'a whole number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'options',
  null: 'null',
}

/** What a schema takes, in words: `a whole number from 1 to 64`. `undefined` where there are no words for it. */
export function describeExpected(schema: unknown): string | undefined {
  if (!(schema instanceof z.ZodType)) return undefined
  return inWords(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Description)
}

function inWords(schema: Description): string | undefined {
  const choices = schema.anyOf ?? schema.oneOf ?? typesApart(schema)
  if (choices !== undefined) {
    const words = choices.map(inWords)
    return words.includes(undefined) ? undefined : [...new Set(words)].join(', or ')
  }
  if (schema.const !== undefined) return showValue(schema.const)
  if (schema.enum !== undefined) return `one of: ${schema.enum.map(String).join(', ')}`
  const noun = TYPE_NAMES[String(schema.type)]
  if (noun === undefined) return undefined
  return [noun, ...limits(schema)].join(' ')
}

/** zod writes alternatives without limits as `type: ['number', 'string']`. */
function typesApart(schema: Description): Description[] | undefined {
  return Array.isArray(schema.type) ? schema.type.map((type: string) => ({ ...schema, type })) : undefined
}

function limits(schema: Description): string[] {
  switch (schema.type) {
    case 'number':
    case 'integer':
      return numberLimits(schema)
    case 'string':
      return span(schema.minLength, schema.maxLength, 'character')
    case 'array': {
      const exactly = schema.prefixItems?.length
      return span(exactly ?? schema.minItems, exactly ?? schema.maxItems, 'item')
    }
    case 'object': {
      const keys = Object.keys(schema.properties ?? {})
      return keys.length === 0 ? [] : [`as { ${keys.map((key) => `${key}: …`).join(', ')} }`]
    }
    default:
      return []
  }
}

function numberLimits(schema: Description): string[] {
  // zod bounds every whole number by what a double can hold; nobody needs to be told.
  const minimum = schema.minimum === Number.MIN_SAFE_INTEGER ? undefined : schema.minimum
  const maximum = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum
  const steps = schema.multipleOf === undefined ? [] : [`in steps of ${schema.multipleOf}`]
  if (minimum !== undefined && maximum !== undefined) return [`from ${minimum} to ${maximum}`, ...steps]
  const bounds: string[] = []
  if (minimum !== undefined) bounds.push(`of at least ${minimum}`)
  if (schema.exclusiveMinimum !== undefined) bounds.push(`greater than ${schema.exclusiveMinimum}`)
  if (maximum !== undefined) bounds.push(`${bounds.length === 0 ? 'of ' : ''}at most ${maximum}`)
  if (schema.exclusiveMaximum !== undefined) bounds.push(`less than ${schema.exclusiveMaximum}`)
  return bounds.length === 0 ? steps : [bounds.join(' and '), ...steps]
}

function span(low: number | undefined, high: number | undefined, unit: string): string[] {
  const counted = (count: number) => `${count} ${unit}${count === 1 ? '' : 's'}`
  if (low !== undefined && low === high) return [`of ${counted(low)}`]
  if (low !== undefined && high !== undefined) return [`of ${low} to ${counted(high)}`]
  if (low !== undefined) return [`of at least ${counted(low)}`]
  return high === undefined ? [] : [`of at most ${counted(high)}`]
}
