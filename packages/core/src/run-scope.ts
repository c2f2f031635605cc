import type { DependencyContainer } from 'tsyringe'

import type { ExtensionPoint } from './extension-point.js'
import { HourglassError } from './hourglass-error.js'
import type { PluginHost } from './plugin-host.js'
import type { CreateContext, PluginEntry } from './plugin.js'
import type { Reference } from './reference.js'
import { OPTIONS, type Service } from './service.js'

/** What one run resolves from: all plugins of its host, and services that end with it. */
export class RunScope implements CreateContext {
  readonly #cleanUps: (() => void)[] = []
  /** Bound, so that a plugin may write `create: (options, { resolve }) => …`. */
  readonly #context: CreateContext = { resolve: this.resolve.bind(this), create: this.create.bind(this) }

  constructor(
    readonly container: DependencyContainer,
    readonly host: PluginHost,
  ) {}

  /** Provides a service to this scope and its children; `cleanUp` runs when this scope is disposed of. */
  provide<Contract>(service: Service<Contract>, value: Contract, cleanUp?: () => void): this {
    this.container.register(service.token, { useValue: value })
    if (cleanUp !== undefined) this.#cleanUps.push(cleanUp)
    return this
  }

  resolve<Contract>(service: Service<Contract>): Contract {
    if (!this.container.isRegistered(service.token, true))
      throw new HourglassError('service-missing', `this run provides no "${service.id}"`, {
        remedy: `scope.provide(…) the service "${service.id}" before creating what needs it`,
      })
    return this.container.resolve<Contract>(service.token)
  }

  /**
   * Creates a plugin that a reference names; missing options take their defaults.
   *
   * @throws HourglassError `invalid-option` for a bad reference; `plugin-failed` wraps whatever the plugin threw
   */
  create<Contract>(point: ExtensionPoint<Contract>, reference: Reference | string): Contract {
    const { use, ...given } = this.host.complete(point, reference)
    const common = new Set(Object.keys(point.common))
    const options = Object.fromEntries(Object.entries(given).filter(([key]) => !common.has(key)))
    const entry = this.container.resolve<PluginEntry<Contract>>(entryToken(point, use))
    try {
      if (!('useClass' in entry)) return entry.create(options, this.#context)
      const scope = this.container.createChildContainer()
      scope.register(OPTIONS.token, { useValue: options })
      return scope.resolve<Contract>(entry.useClass as new (...dependencies: unknown[]) => Contract)
    } catch (cause) {
      if (cause instanceof HourglassError) throw cause
      const plugin = this.host.list(point).find(({ name }) => name === use)?.plugin.name
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new HourglassError('plugin-failed', `${point.id} "${use}" of ${plugin} could not be created: ${reason}`, {
        cause,
        remedy: `this is likely a fault of ${plugin}; its error follows with --trace`,
      })
    }
  }

  /** A scope inside this one: sees everything here, and may provide services anew (a stack's layer and its data). */
  child(): RunScope {
    const child = new RunScope(this.container.createChildContainer(), this.host)
    this.#cleanUps.push(() => child.dispose())
    return child
  }

  onDispose(cleanUp: () => void): void {
    this.#cleanUps.push(cleanUp)
  }

  /** Runs the clean-ups, last first. */
  dispose(): void {
    for (const cleanUp of this.#cleanUps.splice(0).toReversed()) cleanUp()
    this.container.clearInstances()
  }
}

/** The container's key of one variant. */
export function entryToken(point: ExtensionPoint<unknown>, name: string): string {
  return `hourglass:${point.id}/${name}`
}
