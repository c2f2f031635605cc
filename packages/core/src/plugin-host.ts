import './reflect-polyfill.js'

import { container as globalContainer, type DependencyContainer } from 'tsyringe'
import type { z } from 'zod'

import { checkEntry, installedTwice } from './check-entry.js'
import { collectEntries } from './collect-entries.js'
import type { ExtensionPoint } from './extension-point.js'
import { optionsSchema } from './options-schema.js'
import { parseOrExplain } from './parse-or-explain.js'
import type { Plugin, PluginEntry } from './plugin.js'
import { type EntryLookup, referenceSchemas } from './reference-schemas.js'
import type { Reference, ReferenceSchemas } from './reference.js'
import { requirePlugin } from './require-plugin.js'
import { entryToken, RunScope } from './run-scope.js'

/** One variant as it was registered. */
export interface RegisteredEntry {
  readonly point: ExtensionPoint<unknown>
  readonly name: string
  readonly entry: PluginEntry
  /** The plugin that brought it. */
  readonly plugin: Plugin
}

/**
 * Holds all plugins of a process. The host owns a child of tsyringe's global container and never writes to the global
 * one; each run gets a child of its own (`createScope`).
 *
 * Enumeration goes through a list of our own: tsyringe's `resolveAll` on a child container hides what the parent has.
 */
export class PluginHost implements EntryLookup {
  readonly #container: DependencyContainer = globalContainer.createChildContainer()
  readonly #plugins = new Set<Plugin>()
  readonly #points = new Map<string, Map<string, RegisteredEntry>>()
  /** Schemas of options that are themselves plugins. */
  readonly use: ReferenceSchemas = referenceSchemas(this)

  constructor(plugins: readonly Plugin[] = []) {
    for (const plugin of plugins) this.install(plugin)
  }

  /**
   * Adds all variants of a plugin, or, where one of them is refused, none.
   *
   * @throws HourglassError `incompatible-plugin`, `duplicate-plugin`, `invalid-plugin`, `plugin-failed`
   */
  install(plugin: Plugin): void {
    requirePlugin(plugin)
    if (this.#plugins.has(plugin)) throw installedTwice(plugin)
    const added = collectEntries(plugin, (registered, before) => {
      const isSame = ({ point, name }: RegisteredEntry) => point.id === registered.point.id && name === registered.name
      const present = this.list(registered.point).find(isSame) ?? before.find(isSame)
      checkEntry(registered, present, this.use)
    })
    this.#plugins.add(plugin)
    for (const registered of added) this.#add(registered)
  }

  #add(registered: RegisteredEntry): void {
    const { point, name, entry } = registered
    const entries = this.#points.get(point.id) ?? new Map<string, RegisteredEntry>()
    this.#points.set(point.id, entries)
    entries.set(name, registered)
    this.#container.register(entryToken(point, name), { useValue: entry })
  }

  /** The ids of all extension points that have at least one plugin, sorted. */
  points(): readonly string[] {
    return [...this.#points.keys()].toSorted()
  }

  /** Everything registered at a point, sorted by name. */
  list(point: ExtensionPoint<unknown> | string): readonly RegisteredEntry[] {
    const entries = this.#points.get(typeof point === 'string' ? point : point.id)
    // By code unit, not by locale, so that the order is the same on every machine.
    return [...(entries?.values() ?? [])].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  names(point: ExtensionPoint<unknown>): readonly string[] {
    return this.list(point).map(({ name }) => name)
  }

  entry(point: ExtensionPoint<unknown>, name: string): PluginEntry | undefined {
    return this.#points.get(point.id)?.get(name)?.entry
  }

  /** The options of one plugin with the point's common ones. */
  options({ point, entry }: RegisteredEntry): z.ZodObject {
    return optionsSchema(point, entry, this.use)
  }

  /** A reference with every default written out. @throws HourglassError `invalid-option` with the path of what is wrong */
  complete<Common extends z.ZodRawShape>(
    point: ExtensionPoint<unknown, Common>,
    reference: Reference | string,
  ): Reference & z.output<z.ZodObject<Common>> {
    return parseOrExplain(this.use(point), reference, 'invalid-option')
  }

  /** What one run sees: all plugins, and services of its own. Dispose of it when the run ends. */
  createScope(): RunScope {
    return new RunScope(this.#container.createChildContainer(), this)
  }
}
