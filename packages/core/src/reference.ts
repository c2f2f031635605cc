import type { z } from 'zod'

import type { ExtensionPoint } from './extension-point.js'

/** A plugin as an experiment names it: `{ use: gaussian, sigma: 0.3 }`. */
export interface Reference {
  readonly use: string
  readonly [option: string]: unknown
}

/** Makes the schema of an option that is itself a plugin; `fallback` is taken where the option is absent. */
export type ReferenceSchemas = <Common extends z.ZodRawShape>(
  point: ExtensionPoint<unknown, Common>,
  fallback?: Reference | string,
) => z.ZodType<Reference & z.output<z.ZodObject<Common>>>
