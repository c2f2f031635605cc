import type { Params } from '@hourglass/core'
import { clone } from '@tensorflow/tfjs-core'

/** The same values in tensors of one's own; no number is copied. */
export function copiesOf(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([name, tensor]) => [name, clone(tensor)]))
}
