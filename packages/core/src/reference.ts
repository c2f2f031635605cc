import type { z } from 'zod'

import type { ExtensionPoint } from './extension-point.js'

/** A plugin as an experiment names it: `{ use: gaussian, sigma: 0.3 }`. */
export interface Reference {
  readonly use: string
  readonly [option: string]: unknown
}

declare const mentioned: unique symbol

/** The place of a plugin within the options of another one, in types: `ReferenceTo` fills in which there are. */
export interface PluginMention<Id extends string, Fallback extends string | undefined> {
  readonly [mentioned]: readonly [Id, Fallback]
}

type MentionSchema<Common extends z.ZodRawShape, Id extends string, Fallback extends string | undefined> = z.ZodType<
  Reference & z.output<z.ZodObject<Common>>,
  PluginMention<Id, Fallback>
>

/** Makes the schema of an option that is itself a plugin; `fallback` is taken where the option is absent. */
export interface ReferenceSchemas {
  <Common extends z.ZodRawShape, const Id extends string>(
    point: ExtensionPoint<unknown, Common, Id>,
  ): MentionSchema<Common, Id, undefined>
  <Common extends z.ZodRawShape, const Id extends string, const Name extends string>(
    point: ExtensionPoint<unknown, Common, Id>,
    fallback: Name | (Reference & { readonly use: Name }),
  ): z.ZodPrefault<MentionSchema<Common, Id, Name>>
}
