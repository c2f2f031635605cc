import type { z } from 'zod'

import type { ExtensionPoint } from './extension-point.js'
import type { Reference, ReferenceSchemas } from './reference.js'
import type { Service } from './service.js'

/** The version of the contracts in this package that a plugin was written against. */
export const API_VERSION = 1

/** What a plugin's `create` may ask for. */
export interface CreateContext {
  /** A service of the run: `resolve(ENGINE)`. Throws `service-missing` where the run does not provide it. */
  resolve<Contract>(service: Service<Contract>): Contract
  /** Another plugin that this one's options name: `create(OPTIMIZER, options.optimizer)`. */
  create<Contract>(point: ExtensionPoint<Contract>, reference: Reference): Contract
}

/** A zod schema, or a function of `use` where an option is itself a plugin: `use(OPTIMIZER)`. */
export type OptionsSchema<Schema extends z.ZodObject> = Schema | ((use: ReferenceSchemas) => Schema)

interface EntryDescription<Schema extends z.ZodObject> {
  /** One line, with the formula where there is one. */
  readonly summary: string
  /** Where it comes from: paper and section. */
  readonly cite?: string
  /** A few paragraphs for `hourglass describe`. */
  readonly details?: string
  /**
   * Bounds and defaults, in a `z.strictObject`. Parsing what was parsed must change nothing, because a resolved
   * experiment is read again; so no transforms.
   */
  readonly options: OptionsSchema<Schema>
}

export interface FactoryEntry<Contract, Schema extends z.ZodObject> extends EntryDescription<Schema> {
  create(options: z.output<Schema>, context: CreateContext): Contract
}

export interface ClassEntry<Contract, Schema extends z.ZodObject> extends EntryDescription<Schema> {
  /** A class, every constructor parameter with an explicit `@inject(service.token)`; `inject` comes from tsyringe. */
  readonly useClass: new (...dependencies: never[]) => Contract
}

export type PluginEntry<Contract = unknown, Schema extends z.ZodObject = z.ZodObject> =
  | FactoryEntry<Contract, Schema>
  | ClassEntry<Contract, Schema>

export interface Registry {
  /** Adds one variant. A second one of the same point and name is refused with `duplicate-plugin`. */
  add<Contract, Schema extends z.ZodObject>(
    point: ExtensionPoint<Contract>,
    name: string,
    entry: PluginEntry<Contract, Schema>,
  ): void
}

/** A package of variants. A plugin is a value: importing it has no side effect. */
export interface Plugin {
  /** The npm package's name. */
  readonly name: string
  readonly apiVersion: number
  register(registry: Registry): void
}

/** Identity with types: `export default definePlugin({ name, apiVersion: 1, register(registry) { … } })`. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin
}
