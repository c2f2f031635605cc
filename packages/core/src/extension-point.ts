import type { z } from 'zod'

import type { ReferenceSchemas } from './reference.js'

declare const contract: unique symbol

/**
 * A typed place where plugins plug in: `NOISE` is an `ExtensionPoint<NoiseModel>`.
 *
 * Two extension points of the same `id` are the same point, whichever copy of this package made them, so that an
 * out-of-tree plugin with a core of its own still fits.
 */
export interface ExtensionPoint<Contract, Common extends z.ZodRawShape = z.ZodRawShape, Id extends string = string> {
  readonly id: Id
  /** Settings that every use of this point takes besides the plugin's own options, e.g. `samples` of a noise. */
  common(use: ReferenceSchemas): Common
  readonly [contract]?: Contract
}

/** Says in TypeScript what a point's plugins create; at run time it is nothing. */
export function contractOf<Contract>(): Contract | undefined {
  return undefined
}

/**
 * Defines an extension point; any package may.
 *
 * @param id singular, kebab-case, also the word for it in messages: `noise`, `learning-rule`
 * @param contract what its plugins create: `contractOf<NoiseModel>()`
 * @param common settings that every use takes besides the plugin's own options, in a function of `use` where one of
 *   them is itself a plugin
 */
export function defineExtensionPoint<
  const Id extends string,
  Contract = unknown,
  Common extends z.ZodRawShape = Record<never, never>,
>(definition: {
  readonly id: Id
  readonly contract?: Contract | undefined
  readonly common?: Common | ((use: ReferenceSchemas) => Common)
}): ExtensionPoint<Contract, Common, Id> {
  const { id, common = {} as Common } = definition
  return { id, common: typeof common === 'function' ? common : () => common }
}
