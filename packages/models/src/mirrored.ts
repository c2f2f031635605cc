import type { Activation, Autoencoder, Layer, Params, Random } from '@hourglass/core'
import { add, matMul, type Tensor1D, type Tensor2D, transpose, zeros } from '@tensorflow/tfjs-core'

import { ACTIVATIONS } from './activation.js'
import { applyLayer, applyLayers, initialLayers, linearizeLayers } from './dense-layers.js'
import { tiedModelMismatch } from './model-loss-mismatch.js'

export interface MirroredOptions {
  /** What errors call it. */
  readonly name: string
  /** d_x. */
  readonly dimensions: number
  /** Units of each encoder layer; the decoder mirrors them. The last one is d_h. */
  readonly hidden: readonly number[]
  readonly activation: Activation
  /** Decoder layers use the transposed weights of their mirror image. */
  readonly tied: boolean
  /** p of the loss; absent: 1. */
  readonly parametersPerDimension?: number
}

/**
 * Fully connected encoder h⁽ᵏ⁾ = s(h⁽ᵏ⁻¹⁾W_k + b_k), h⁽⁰⁾ = x, and its mirror image: weights W_kᵀ (tied) or its own, and
 * biases b′; the last layer is linear and gives θ. Parameters: `encoder.k.W` [inputs, units], `encoder.k.b` [units],
 * `decoder.k.b` and, untied, `decoder.k.W`; decoder layer k undoes encoder layer k.
 *
 * @throws HourglassError `model-loss-mismatch` where it is tied and p > 1
 */
export function mirroredAutoencoder(options: MirroredOptions, random: Random): Autoencoder {
  const { dimensions, hidden, activation, tied, parametersPerDimension: p = 1 } = options
  if (tied && p > 1) throw tiedModelMismatch(options.name, p)
  const encoder = hidden.map((units, k): Layer => ({
    inputs: k === 0 ? dimensions : hidden[k - 1]!,
    units,
    activation,
    weights: `encoder.${k}.W`,
    bias: `encoder.${k}.b`,
  }))
  const decoder = encoder.toReversed().map(({ inputs, units }, place): Layer => {
    const k = hidden.length - 1 - place
    return {
      inputs: units,
      units: k === 0 ? dimensions * p : inputs,
      activation: k === 0 ? ACTIVATIONS.identity : activation,
      weights: `decoder.${k}.W`,
      bias: `decoder.${k}.b`,
    }
  })
  const mirrorImage = (params: Params, place: number) => params[encoder.at(-1 - place)!.weights] as Tensor2D
  return {
    codeDimensions: encoder.at(-1)!.units,
    encoderLayers: encoder,
    init(key) {
      const params = initialLayers(tied ? encoder : [...encoder, ...decoder], key, random)
      if (tied) for (const { bias, units } of decoder) params[bias] = zeros([units])
      return params
    },
    encode: (params, x) => applyLayers(encoder, params, x),
    decode: (params, code) =>
      decoder.reduce((h, layer, place) => {
        if (!tied) return applyLayer(layer, params, h)
        const product = matMul(h, mirrorImage(params, place), false, true)
        return layer.activation.apply(add(product, params[layer.bias] as Tensor1D))
      }, code),
    linearize: (params, x) => linearizeLayers(encoder, params, x),
    decoderWeights: (params) =>
      decoder.map(({ weights }, place) =>
        tied ? transpose(mirrorImage(params, place)) : (params[weights] as Tensor2D),
      ),
  }
}
