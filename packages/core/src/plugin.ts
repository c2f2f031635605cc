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
  /**
   * The same context with one service replaced, for what is created within it: a stack's layer and the shape of its data,
   * `providing(DATA_SPEC, codes).create(MODEL, layer)`.
   */
  providing<Contract>(service: Service<Contract>, value: Contract): CreateContext
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

declare const entries: unique symbol

/** By extension point and name, the options that a plugin takes. Types only. */
export type EntryTypes = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** What a schema takes; of one without options nothing, rather than an object that may have no property at all. */
type InputOf<Schema extends z.ZodObject> = string extends keyof z.input<Schema> ? unknown : z.input<Schema>

export interface Registry<Entries = unknown> {
  /**
   * Adds one variant. A second one of the same point and name is refused with `duplicate-plugin`. Returns the registry,
   * which by its type remembers what was added: a `register` that returns it makes its variants known to TypeScript.
   */
  add<
    Contract,
    Common extends z.ZodRawShape,
    const Id extends string,
    const Name extends string,
    Schema extends z.ZodObject,
  >(
    point: ExtensionPoint<Contract, Common, Id>,
    name: Name,
    entry: PluginEntry<NoInfer<Contract>, Schema>,
  ): Registry<Entries & Readonly<Record<Id, Readonly<Record<Name, InputOf<Schema> & InputOf<z.ZodObject<Common>>>>>>>
  readonly [entries]?: Entries
}

/** A package of variants. A plugin is a value: importing it has no side effect. */
export interface Plugin<Entries = unknown> {
  /** The npm package's name. */
  readonly name: string
  readonly apiVersion: number
  /** Adds all variants before it returns; the registry as the result is for TypeScript alone. */
  register(registry: Registry): unknown
  readonly [entries]?: Entries
}

/**
 * Identity with types: `export default definePlugin({ name, apiVersion: 1, register: (registry) => registry.add(…) })`.
 */
export function definePlugin<Result>(plugin: {
  readonly name: string
  readonly apiVersion: number
  register(registry: Registry): Result
}): Plugin<Result extends Registry<infer Entries> ? Entries : unknown> {
  return plugin
}
