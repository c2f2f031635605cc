import type { Params } from '@hourglass/core'
import type { Tensor } from '@tensorflow/tfjs-core'

/** A record over the same names. */
export function eachParameter(params: Params, make: (name: string, parameter: Tensor) => Tensor): Params {
  return Object.fromEntries(Object.entries(params).map(([name, parameter]) => [name, make(name, parameter)]))
}
