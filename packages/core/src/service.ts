declare const contract: unique symbol

const PREFIX = 'hourglass.service.'

/** A typed key of something that a run provides to its plugins: the engine, the shape of the data, … */
export interface Service<Contract> {
  readonly id: string
  /** For `@inject(ENGINE.token)` in class-based plugins. */
  readonly token: symbol
  readonly [contract]?: Contract
}

/** Defines a service. The same `id` is the same service, whichever copy of this package defined it. */
export function defineService<Contract>(id: string): Service<Contract> {
  return { id, token: Symbol.for(`${PREFIX}${id}`) }
}

/** The id of the service that a token belongs to. */
export function serviceId(token: symbol): string {
  const key = Symbol.keyFor(token) ?? token.description ?? String(token)
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key
}

/** The parsed options of the plugin being created, for `@inject(OPTIONS.token)` in class-based plugins. */
export const OPTIONS = defineService<never>('options')
