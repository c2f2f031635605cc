import type { z } from 'zod'

declare const contract: unique symbol

/**
 * A typed place where plugins plug in: `NOISE` is an `ExtensionPoint<NoiseModel>`.
 *
 * Two extension points of the same `id` are the same point, whichever copy of this package made them, so that an
 * out-of-tree plugin with a core of its own still fits.
 */
export interface ExtensionPoint<Contract, Common extends z.ZodRawShape = z.ZodRawShape> {
  readonly id: string
  /** Settings that every use of this point takes besides the plugin's own options, e.g. `samples` of a noise. */
  readonly common: Common
  readonly [contract]?: Contract
}

/**
 * Defines an extension point; any package may.
 *
 * @param id singular, kebab-case, also the word for it in messages: `noise`, `learning-rule`
 * @param common settings that every use takes besides the plugin's own options
 */
export function defineExtensionPoint<Contract, Common extends z.ZodRawShape = Record<never, never>>(
  id: string,
  common: Common = {} as Common,
): ExtensionPoint<Contract, Common> {
  return { id, common }
}
