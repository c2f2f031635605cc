import type { DependencyContainer } from 'tsyringe'

import type { ExtensionPoint } from './extension-point.js'
import { HourglassError } from './hourglass-error.js'
import type { PluginHost } from './plugin-host.js'
import type { CreateContext, PluginEntry } from './plugin.js'
import type { Reference } from './reference.js'
import { requiredTokens } from './require-explicit-injection.js'
import { OPTIONS, type Service, serviceId } from './service.js'

/** What one run resolves from: all plugins of its host, and services that end with it. */
export class RunScope implements CreateContext {
  readonly #cleanUps: (() => void)[] = []
  #disposed = false
  /** Bound, so that a plugin may write `create: (options, { resolve }) => …`. */
  readonly #context: CreateContext = {
    resolve: this.resolve.bind(this),
    create: this.create.bind(this),
    providing: (service, value) => this.providing(service, value),
  }

  constructor(
    readonly container: DependencyContainer,
    readonly host: PluginHost,
  ) {}

  /**
   * Provides a service to this scope and its children; `cleanUp` runs when this scope is disposed of.
   *
   * @throws HourglassError `duplicate-service`: a second one would silently win; a child scope may override
   */
  provide<Contract>(service: Service<Contract>, value: Contract, cleanUp?: () => void): this {
    this.#requireOpen()
    if (this.container.isRegistered(service.token))
      throw new HourglassError('duplicate-service', `this run provides "${service.id}" already`, {
        remedy: `scope.child().provide(…) overrides the service "${service.id}" for part of a run`,
      })
    // A factory, because tsyringe takes a `useValue` of null or undefined for no value at all.
    this.container.register(service.token, { useFactory: () => value })
    if (cleanUp !== undefined) this.#cleanUps.push(cleanUp)
    return this
  }

  /** @throws HourglassError `service-missing`, `scope-disposed` */
  resolve<Contract>(service: Service<Contract>): Contract {
    this.#requireOpen()
    if (!this.container.isRegistered(service.token, true)) throw serviceMissing(service.id)
    return this.container.resolve<Contract>(service.token)
  }

  /**
   * Creates a plugin that a reference names; missing options take their defaults.
   *
   * @throws HourglassError `invalid-option` for a bad reference; `service-missing`; `plugin-failed` wraps whatever the
   *   plugin threw
   */
  create<Contract>(point: ExtensionPoint<Contract>, reference: Reference | string): Contract {
    this.#requireOpen()
    const { use, ...given } = this.host.complete(point, reference)
    const common = new Set(Object.keys(point.common(this.host.use)))
    const options = Object.fromEntries(Object.entries(given).filter(([key]) => !common.has(key)))
    const entry = this.container.resolve<PluginEntry<Contract>>(entryToken(point, use))
    try {
      const created =
        'useClass' in entry ? this.#construct(entry.useClass, options) : entry.create(options, this.#context)
      if (typeof created === 'object' || typeof created === 'function') if (created !== null) return created
      throw new TypeError(`its create() gave ${created === null ? 'null' : typeof created}`)
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

  #construct<Contract>(target: new (...dependencies: never[]) => Contract, options: unknown): Contract {
    const scope = this.container.createChildContainer()
    scope.register(OPTIONS.token, { useValue: options })
    // Asked beforehand, because tsyringe's own error names a symbol and drops its cause.
    const missing = requiredTokens(target).find((token) => !scope.isRegistered(token, true))
    if (missing !== undefined) throw serviceMissing(serviceId(missing))
    return scope.resolve(target as new (...dependencies: unknown[]) => Contract)
  }

  /** A scope inside this one: sees everything here, and may provide services anew (a stack's layer and its data). */
  child(): RunScope {
    this.#requireOpen()
    const child = new RunScope(this.container.createChildContainer(), this.host)
    this.#cleanUps.push(() => child.dispose())
    return child
  }

  /** A child in which one service is another one, as what a plugin's `create` is given. */
  providing<Contract>(service: Service<Contract>, value: Contract): CreateContext {
    return this.child().provide(service, value).#context
  }

  onDispose(cleanUp: () => void): void {
    this.#requireOpen()
    this.#cleanUps.push(cleanUp)
  }

  /**
   * Runs the clean-ups, last first, all of them even where one throws; then throws what was thrown. The scope cannot be
   * used afterwards; disposing of it again does nothing.
   */
  dispose(): void {
    this.#disposed = true
    const failures: unknown[] = []
    for (const cleanUp of this.#cleanUps.splice(0).toReversed())
      try {
        cleanUp()
      } catch (failure) {
        failures.push(failure)
      }
    if (failures.length === 1) throw failures[0]
    if (failures.length > 1) throw new AggregateError(failures, 'several clean-ups of a run failed')
  }

  #requireOpen(): void {
    if (this.#disposed) throw new HourglassError('scope-disposed', 'this run has ended: its scope cannot be used')
  }
}

function serviceMissing(id: string): HourglassError {
  return new HourglassError('service-missing', `this run provides no "${id}"`, {
    remedy: `scope.provide(…) the service "${id}" before creating what needs it`,
  })
}

/** The container's key of one variant. */
export function entryToken(point: ExtensionPoint<unknown>, name: string): string {
  return `hourglass:${point.id}/${name}`
}
