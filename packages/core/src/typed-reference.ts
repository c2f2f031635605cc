import type { z } from 'zod'

import type { experimentSchema } from './experiment.js'
import type { PluginMention, Reference } from './reference.js'

declare const untyped: unique symbol

/** Stands among the entries where a plugin's own are not known to TypeScript: its names are taken as they come. */
export interface UntypedEntries {
  readonly [untyped]: true
}

/** All plugins of one point as an experiment in TypeScript names them: `'masking'`, `{ use: 'masking', fraction: 0.1 }`. */
export type ReferenceTo<Entries, Id extends string> =
  | (Entries extends UntypedEntries ? (string & {}) | Reference : never)
  | (Id extends keyof Entries
      ? {
          readonly [Name in keyof Entries[Id] & string]:
            | Name
            | ({ readonly use: Name } & WithMentions<Entries, Entries[Id][Name]>)
        }[keyof Entries[Id] & string]
      : never)

/** The options with every mention of another plugin replaced by the plugins there are. */
type WithMentions<Entries, Options> =
  Options extends PluginMention<infer Id, infer Fallback>
    ? ReferenceTo<Entries, Id> | Unnamed<Entries, Id, Fallback>
    : Options extends object
      ? { readonly [Key in keyof Options]: WithMentions<Entries, Options[Key]> }
      : Options

/** `{ learningRate: 0.1 }` where the default is adam means adam with another rate. */
type Unnamed<Entries, Id extends string, Fallback> = Id extends keyof Entries
  ? Fallback extends keyof Entries[Id]
    ? { readonly use?: never } & WithMentions<Entries, Entries[Id][Fallback]>
    : never
  : never

/** An experiment as TypeScript writes it, over the plugins that `Entries` knows: names and options are completed. */
export type ExperimentInput<Entries> = WithMentions<Entries, z.input<ReturnType<typeof experimentSchema>>>
