import type { Autoencoder, FittedBaseline } from '@hourglass/core'

/** A baseline seen as a model without parameters, so that the same metrics measure both. */
export function reconstructorAsModel(baseline: FittedBaseline, { codeDimensions }: Autoencoder): Autoencoder {
  return {
    codeDimensions,
    encoderLayers: [],
    init: () => ({}),
    encode: (_, x) => x,
    decode: (_, x) => baseline.reconstruct!(x),
  }
}
