import type { z } from 'zod'

import type { experimentSchema } from './experiment.js'
import type { PluginMention } from './reference.js'

/** All plugins of one point as an experiment in TypeScript names them: `'masking'`, `{ use: 'masking', fraction: 0.1 }`. */
export type ReferenceTo<Entries, Id extends string> = Id extends keyof Entries
  ? {
      readonly [Name in keyof Entries[Id] & string]:
        | Name
        | ({ readonly use: Name } & WithMentions<Entries, Entries[Id][Name]>)
    }[keyof Entries[Id] & string]
  : never

/** The options with every mention of another plugin replaced by the plugins there are. */
type WithMentions<Entries, Options> =
  Options extends PluginMention<infer Id, infer Fallback>
    ? ReferenceTo<Entries, Id> | (Fallback extends true ? Unnamed<Entries, Id> : never)
    : Options extends object
      ? { readonly [Key in keyof Options]: WithMentions<Entries, Options[Key]> }
      : Options

/** `{ learningRate: 0.1 }` where the default is adam means adam with another rate: options of one of the point's plugins. */
type Unnamed<Entries, Id extends string> = Id extends keyof Entries
  ? {
      readonly [Name in keyof Entries[Id]]: { readonly use?: never } & WithMentions<Entries, Entries[Id][Name]>
    }[keyof Entries[Id]]
  : never

/** An experiment as TypeScript writes it, over the plugins that `Entries` knows: names and options are completed. */
export type ExperimentInput<Entries> = WithMentions<Entries, z.input<ReturnType<typeof experimentSchema>>>
