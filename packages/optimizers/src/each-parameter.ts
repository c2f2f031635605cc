import type { Params, Slots } from '@hourglass/core'
import type { Tensor } from '@tensorflow/tfjs-core'

/** One parameter after a step, and its slots by kind. */
export interface UpdatedParameter {
  readonly w: Tensor
  readonly slots: Readonly<Record<string, Tensor>>
}

/**
 * An update that treats every parameter alike: `update` gets one parameter w, its gradient g, and its slots by kind
 * (`slots('velocity')` is `<parameter>/velocity`).
 */
export function eachParameter(
  params: Params,
  gradients: Params,
  slots: Slots,
  update: (w: Tensor, g: Tensor, slot: (kind: string) => Tensor) => UpdatedParameter,
): { readonly params: Params; readonly slots: Slots } {
  const updated: Record<string, Tensor> = {}
  const kept: Record<string, Tensor> = {}
  for (const [name, w] of Object.entries(params)) {
    const next = update(w, gradients[name]!, (kind) => slots[`${name}/${kind}`]!)
    updated[name] = next.w
    for (const [kind, slot] of Object.entries(next.slots)) kept[`${name}/${kind}`] = slot
  }
  return { params: updated, slots: kept }
}
