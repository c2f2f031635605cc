import type { Autoencoder, Layer, Params, Random } from '@hourglass/core'
import { add, matMul, type Tensor, type Tensor1D, type Tensor2D, zeros } from '@tensorflow/tfjs-core'

import { type ActivationName, ACTIVATIONS } from './activation.js'
import { initialWeights } from './initial-weights.js'

export interface DenseOptions {
  /** d_x. */
  readonly dimensions: number
  /** Units of each encoder layer; the decoder mirrors them. The last one is d_h. */
  readonly hidden: readonly number[]
  readonly activation: ActivationName
  /** Decoder layers use the transposed weights of their mirror image. */
  readonly tied: boolean
}

/**
 * Fully connected autoencoder. With encoder layers h⁽ᵏ⁾ = s(h⁽ᵏ⁻¹⁾W_k + b_k), h⁽⁰⁾ = x, the decoder mirrors them with
 * weights W_kᵀ (tied) or its own, and biases b′; its last layer is linear and gives θ, so that one layer with
 * `activation: sigmoid`, `tied: true` and the Bernoulli loss is z = σ(Wx + b), y = σ(Wᵀz + b′), and
 * `activation: identity` is the linear autoencoder.
 *
 * Parameters: `encoder.k.W` [inputs, units], `encoder.k.b` [units], `decoder.k.b` and, untied, `decoder.k.W`; decoder
 * layer k undoes encoder layer k. Weights start as in `initialWeights`, biases at 0.
 * Source: Bengio et al. 2007; Vincent et al. 2010, §2.2 (tied weights).
 */
export function denseAutoencoder(options: DenseOptions, random: Random): Autoencoder {
  const activation = ACTIVATIONS[options.activation]
  const widths = [options.dimensions, ...options.hidden]
  const encoderLayers = options.hidden.map((units, k): Layer => ({
    inputs: widths[k]!,
    units,
    activation,
    weights: `encoder.${k}.W`,
    bias: `encoder.${k}.b`,
  }))
  return {
    codeDimensions: widths.at(-1)!,
    encoderLayers,

    init(key) {
      const params: Record<string, Tensor> = {}
      encoderLayers.forEach(({ inputs, units, weights, bias }, k) => {
        params[weights] = initialWeights(inputs, units, options.activation, random.fold(key, weights), random)
        params[bias] = zeros([units])
        if (!options.tied) {
          const name = `decoder.${k}.W`
          params[name] = initialWeights(
            units,
            inputs,
            k === 0 ? 'identity' : options.activation,
            random.fold(key, name),
            random,
          )
        }
        params[`decoder.${k}.b`] = zeros([inputs])
      })
      return params
    },

    encode: (params, x) =>
      encoderLayers.reduce(
        (h, layer) => layer.activation.apply(add(matMul(h, weight(params, layer.weights)), bias(params, layer.bias))),
        x,
      ),

    decode: (params, code) =>
      encoderLayers.reduceRight((h, layer, k) => {
        const product = options.tied
          ? matMul(h, weight(params, layer.weights), false, true)
          : matMul(h, weight(params, `decoder.${k}.W`))
        const a = add(product, bias(params, `decoder.${k}.b`)) as Tensor2D
        return k === 0 ? a : activation.apply(a)
      }, code),
  }
}

function weight(params: Params, name: string): Tensor2D {
  return params[name] as Tensor2D
}

function bias(params: Params, name: string): Tensor1D {
  return params[name] as Tensor1D
}
