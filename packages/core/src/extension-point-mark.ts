import type { z } from 'zod'

import { innerSchema } from './schema-at.js'

/** Marks a schema that stands for "a plugin of this extension point", for the JSON Schema of a whole experiment. */
export const EXTENSION_POINT_MARK = 'hourglassExtensionPoint'

/** The id of the extension point that a schema stands for, if it stands for one. */
export function markedPoint(schema: unknown): string | undefined {
  return (innerSchema(schema) as z.ZodType | undefined)?.meta?.()?.[EXTENSION_POINT_MARK] as string | undefined
}

/** Beside it: the name of the plugin that is meant where the name is left out. */
export const FALLBACK_MARK = 'hourglassFallback'
