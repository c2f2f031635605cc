import './reflect-polyfill.js'

import { injectable } from 'tsyringe'

import type { ExtensionPoint } from './extension-point.js'
import { HourglassError } from './hourglass-error.js'
import type { Plugin } from './plugin.js'

type Constructor = new (...dependencies: never[]) => unknown

/** What tsyringe's parameter decorators leave on a class: by parameter, a token or a description of one. */
type InjectionTokens = Readonly<Record<number, { readonly token?: unknown; readonly isOptional?: boolean } | undefined>>

/**
 * tsyringe gives `undefined` for a constructor parameter without `@inject` as soon as a neighbour has one, because
 * esbuild and type-stripping emit no parameter types; and a class that inherits its constructor gets no parameters at
 * all. So every parameter must be marked, on the class itself.
 *
 * @throws HourglassError `invalid-plugin` that names the class and the parameter
 */
export function requireExplicitInjection(
  plugin: Plugin,
  point: ExtensionPoint<unknown>,
  name: string,
  target: Constructor,
): void {
  const refuse = (fault: string): never => {
    throw new HourglassError('invalid-plugin', `${point.id} "${name}" of ${plugin.name}: ${fault}`, {
      expected: '@inject(SERVICE.token) on every constructor parameter',
      remedy: 'add it, or register a factory instead of a class: create()',
    })
  }
  const tokens = injectionTokens(target)
  for (let parameter = 0; parameter < target.length; parameter++)
    if (tokens[parameter] === undefined)
      refuse(`parameter ${parameter + 1} of ${target.name}'s constructor has no @inject`)
  const parent = Object.getPrototypeOf(target) as Constructor
  if (inheritsConstructor(target) && takesParameters(parent))
    refuse(`${target.name} inherits the constructor of ${parent.name}, and tsyringe would pass nothing to it`)
  // Writes what `@injectable()` writes, and only that: nothing into a container. So the decorator is not needed, and a
  // class decorated by another copy of tsyringe, whose book-keeping ours cannot see, works too.
  injectable()(target)
}

/** The service tokens that a class cannot be created without. */
export function requiredTokens(target: Constructor): readonly symbol[] {
  return Object.values(injectionTokens(target)).flatMap((description) => {
    const token = typeof description === 'symbol' ? description : description?.token
    return typeof token === 'symbol' && description?.isOptional !== true ? [token] : []
  })
}

function injectionTokens(target: Constructor): InjectionTokens {
  return (Reflect.getOwnMetadata('injectionTokens', target) ?? {}) as InjectionTokens
}

/** Only the source text tells a class without a constructor of its own from one whose constructor takes nothing. */
function inheritsConstructor(target: Constructor): boolean {
  return target.length === 0 && !/\bconstructor\b/.test(Function.prototype.toString.call(target))
}

function takesParameters(parent: Constructor): boolean {
  return parent !== Function.prototype && (parent.length > 0 || Object.keys(injectionTokens(parent)).length > 0)
}
