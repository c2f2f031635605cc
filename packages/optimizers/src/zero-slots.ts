import type { Params, Slots } from '@hourglass/core'
import { zerosLike } from '@tensorflow/tfjs-core'

/** For every parameter one slot of zeros of each kind, `<parameter>/<kind>`. */
export function zeroSlots(params: Params, ...kinds: readonly string[]): Slots {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, w]) => kinds.map((kind) => [`${name}/${kind}`, zerosLike(w)] as const)),
  )
}
