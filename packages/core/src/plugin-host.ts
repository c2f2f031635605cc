import 'reflect-metadata'
import { container as globalContainer, type DependencyContainer } from 'tsyringe'
import type { z } from 'zod'

import type { ExtensionPoint } from './extension-point.js'
import { HourglassError } from './hourglass-error.js'
import { type EntryLookup, optionsSchema, parseOrExplain, referenceSchemas } from './plugin-options.js'
import { API_VERSION, type Plugin, type PluginEntry, type Registry } from './plugin.js'
import type { Reference, ReferenceSchemas } from './reference.js'
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
  readonly #points = new Map<string, Map<string, RegisteredEntry>>()
  /** Schemas of options that are themselves plugins. */
  readonly use: ReferenceSchemas = referenceSchemas(this)

  constructor(plugins: readonly Plugin[] = []) {
    for (const plugin of plugins) this.install(plugin)
  }

  /** @throws HourglassError `incompatible-plugin`, `duplicate-plugin`, `invalid-plugin`, `plugin-failed` */
  install(plugin: Plugin): void {
    if (typeof plugin?.register !== 'function' || typeof plugin.name !== 'string')
      throw new HourglassError('invalid-plugin', 'this is not a plugin', {
        expected: 'the value of definePlugin({ name, apiVersion, register })',
        remedy: 'make the plugin the default export of its package',
      })
    if (plugin.apiVersion !== API_VERSION)
      throw new HourglassError('incompatible-plugin', `plugin ${plugin.name} is written for another Hourglass`, {
        expected: `apiVersion ${API_VERSION}, not ${plugin.apiVersion}`,
        remedy: `install a version of ${plugin.name} that fits, or another version of Hourglass`,
      })
    const registry: Registry = {
      add: (point, name, entry) => this.#add(plugin, point, name, entry as unknown as PluginEntry),
    }
    try {
      plugin.register(registry)
    } catch (cause) {
      if (cause instanceof HourglassError) throw cause
      throw new HourglassError('plugin-failed', `plugin ${plugin.name} failed to register: ${messageOf(cause)}`, {
        cause,
      })
    }
  }

  #add(plugin: Plugin, point: ExtensionPoint<unknown>, name: string, entry: PluginEntry): void {
    const entries = this.#points.get(point.id) ?? new Map<string, RegisteredEntry>()
    this.#points.set(point.id, entries)
    const present = entries.get(name)
    if (present !== undefined)
      throw new HourglassError(
        'duplicate-plugin',
        `${plugin.name} adds a ${point.id} "${name}" that is already there`,
        {
          expected: `a name of its own; ${present.plugin.name} brings this one`,
          remedy: 'leave out one of the two plugins, or ask its author for another name',
        },
      )
    const own = optionsSchema(point, entry, this)
    const clash = ['use', ...Object.keys(point.common)].find((key) => key in shapeOf(entry, this.use))
    if (clash !== undefined || own === undefined)
      throw new HourglassError('invalid-plugin', `${point.id} "${name}" of ${plugin.name} has an option "${clash}"`, {
        expected: `another name; every ${point.id} has "${clash}" already`,
      })
    if ('useClass' in entry) requireExplicitInjection(plugin, point, name, entry.useClass)
    entries.set(name, { point, name, entry, plugin })
    this.#container.register(entryToken(point, name), { useValue: entry })
  }

  /** The ids of all extension points that have at least one plugin, sorted. */
  points(): readonly string[] {
    return [...this.#points.keys()].toSorted()
  }

  /** Everything registered at a point, sorted by name. */
  list(point: ExtensionPoint<unknown> | string): readonly RegisteredEntry[] {
    const entries = this.#points.get(typeof point === 'string' ? point : point.id)
    return [...(entries?.values() ?? [])].toSorted((a, b) => a.name.localeCompare(b.name))
  }

  names(point: ExtensionPoint<unknown>): readonly string[] {
    return this.list(point).map(({ name }) => name)
  }

  entry(point: ExtensionPoint<unknown>, name: string): PluginEntry | undefined {
    return this.#points.get(point.id)?.get(name)?.entry
  }

  /** The options of one plugin with the point's common ones. */
  options({ point, entry }: RegisteredEntry): z.ZodObject {
    return optionsSchema(point, entry, this)
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

function shapeOf(entry: PluginEntry, use: ReferenceSchemas): z.ZodRawShape {
  return (typeof entry.options === 'function' ? entry.options(use) : entry.options).shape
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

/**
 * tsyringe gives `undefined` for a constructor parameter without `@inject` as soon as a neighbour has one, because
 * esbuild and type-stripping emit no parameter types; so every parameter must be marked.
 */
function requireExplicitInjection(
  plugin: Plugin,
  point: ExtensionPoint<unknown>,
  name: string,
  target: new (...dependencies: never[]) => unknown,
): void {
  const marked = Reflect.getOwnMetadata('injectionTokens', target) as Record<string, unknown> | undefined
  for (let parameter = 0; parameter < target.length; parameter++)
    if (marked?.[parameter] === undefined)
      throw new HourglassError(
        'invalid-plugin',
        `${point.id} "${name}" of ${plugin.name}: parameter ${parameter + 1} of ${target.name}'s constructor has no @inject`,
        {
          expected: '@inject(SERVICE.token) on every constructor parameter',
          remedy: 'or register a factory: create()',
        },
      )
}
