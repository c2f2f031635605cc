import type { Autoencoder, GaussianPosterior, Layer, OutputDistribution, Params, Random } from '@hourglass/core'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import { type ActivationName, ACTIVATIONS } from './activation.js'
import { applyLayers, initialLayers, linearizeLayers } from './dense-layers.js'
import { type VariationalBound, variationalCost } from './variational-cost.js'

export interface VariationalOptions {
  /** d_x. */
  readonly dimensions: number
  /** d_h. */
  readonly latent: number
  /** Units of each layer between x and the code; the decoder mirrors them. None: both sides are linear. */
  readonly hidden: readonly number[]
  readonly activation: ActivationName
}

/**
 * Variational autoencoder: q(z | x) = N(μ(x), diag σ²(x)), p(z) = N(0, I), p(x | z) the loss at θ(z). Encoder layers
 * e⁽ᵏ⁾ = s(e⁽ᵏ⁻¹⁾W_k + b_k), e⁽⁰⁾ = x, then two linear heads for μ and log σ²; the decoder mirrors the layers. The code
 * h(x) is μ(x). Trained by `variationalCost`.
 *
 * Parameters: `encoder.k.W`, `encoder.k.b`, `encoder.mean.W/b`, `encoder.logVariance.W/b`, `decoder.code.W/b` out of the
 * code, `decoder.k.W/b`, which undoes encoder layer k.
 * Source: Kingma and Welling 2014, "Auto-Encoding Variational Bayes", §3 and appendix C; Rezende et al. 2014.
 */
export function variationalAutoencoder(
  options: VariationalOptions,
  bound: VariationalBound,
  output: OutputDistribution,
  random: Random,
): Autoencoder {
  const { latent } = options
  const outputs = options.dimensions * output.parametersPerDimension
  const { identity, [options.activation]: s } = ACTIVATIONS
  const layer = (name: string, inputs: number, units: number, activation = s as Layer['activation']): Layer => ({
    inputs,
    units,
    activation,
    weights: `${name}.W`,
    bias: `${name}.b`,
  })
  const body = options.hidden.map((units, k) =>
    layer(`encoder.${k}`, options.hidden[k - 1] ?? options.dimensions, units),
  )
  const top = options.hidden.at(-1) ?? options.dimensions
  const meanHead = layer('encoder.mean', top, latent, identity)
  const logVarianceHead = layer('encoder.logVariance', top, latent, identity)
  const mean = [...body, meanHead]
  // Widths from the code outwards: each decoder layer is named by the encoder layer that it undoes.
  const decoder = [
    layer('decoder.code', latent, body.at(-1)?.units ?? outputs, body.length === 0 ? identity : s),
    ...body.toReversed().map(({ units, inputs }, place) => {
      const k = body.length - 1 - place
      return k === 0 ? layer('decoder.0', units, outputs, identity) : layer(`decoder.${k}`, units, inputs)
    }),
  ]
  const posterior = (params: Params, x: Tensor2D): GaussianPosterior => {
    const e = applyLayers(body, params, x)
    return { mean: applyLayers([meanHead], params, e), logVariance: applyLayers([logVarianceHead], params, e) }
  }
  const model: Autoencoder = {
    codeDimensions: latent,
    encoderLayers: mean,
    init: (key) => initialLayers([...mean, logVarianceHead, ...decoder], key, random),
    encode: (params, x) => applyLayers(mean, params, x),
    decode: (params, z) => applyLayers(decoder, params, z),
    linearize: (params, x) => linearizeLayers(mean, params, x),
    decoderWeights: (params) => decoder.map(({ weights }) => params[weights] as Tensor2D),
    posterior,
    cost: (params, point) => variationalCost(model, params, point, bound, random),
    generate: (params, { count, key }) =>
      output.mean(applyLayers(decoder, params, random.normal(key, [count, latent]) as Tensor2D)),
  }
  return model
}
