import type { Activation, Autoencoder, Layer, Params, Random } from '@hourglass/core'
import {
  add,
  matMul,
  mul,
  sub,
  sigmoid,
  square,
  tanh,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tile,
} from '@tensorflow/tfjs-core'

import type { NumericRecord } from './numeric-record.js'

export interface ReferenceNetworkOptions {
  /** d_x. */
  readonly dimensions: number
  /** Units of each encoder layer; the last one is d_h. */
  readonly hidden: readonly number[]
  readonly activation: 'sigmoid' | 'tanh'
}

/** A small autoencoder twice: in tensors, and in float64 by plain loops over one example. */
export interface ReferenceNetwork {
  readonly model: Autoencoder
  /** h(x). */
  encode(params: NumericRecord, x: Float64Array): Float64Array
  /** θ(h). */
  decode(params: NumericRecord, h: Float64Array): Float64Array
  /** J_ji = ∂h_j/∂x_i by the chain rule, d_h rows of d_x numbers. */
  jacobian(params: NumericRecord, x: Float64Array): Float64Array[]
  /** q(h | x). */
  posterior(params: NumericRecord, x: Float64Array): { readonly mean: Float64Array; readonly logVariance: Float64Array }
}

const ACTIVATIONS: Readonly<Record<ReferenceNetworkOptions['activation'], Activation & { number(a: number): number }>> =
  {
    sigmoid: {
      name: 'sigmoid',
      apply: (a) => sigmoid(a),
      derivativeFromOutput: (h) => mul(h, sub(1, h)),
      number: (a) => 1 / (1 + Math.exp(-a)),
    },
    tanh: {
      name: 'tanh',
      apply: (a) => tanh(a),
      derivativeFromOutput: (h) => sub(1, square(h)),
      number: Math.tanh,
    },
  }

/**
 * h⁽ᵏ⁾ = s(h⁽ᵏ⁻¹⁾W_k + b_k), h⁽⁰⁾ = x; θ = h·D + c, a linear decoder with weights of its own. What suites hand to
 * regularizers, metrics and stages, so that these need no model package. Has `linearize` and `decoderWeights`; as its
 * `posterior` N(h, diag(e^{2h − 1})) stands in.
 *
 * Parameters: `encoder.k.W` [inputs, units] and `encoder.k.b` [units], k from 0, `decoder.D` [d_h, d_x], `decoder.c` [d_x];
 * as numbers row-major. They start uniform, weights in [−1, 1), biases in [−½, ½).
 */
export function referenceNetwork(options: ReferenceNetworkOptions, random: Random): ReferenceNetwork {
  const s = ACTIVATIONS[options.activation]
  const widths = [options.dimensions, ...options.hidden]
  const codeDimensions = widths.at(-1)!
  const encoderLayers = options.hidden.map((units, k): Layer => ({
    inputs: widths[k]!,
    units,
    activation: s,
    weights: `encoder.${k}.W`,
    bias: `encoder.${k}.b`,
  }))
  const forward = (params: Params, x: Tensor2D): Tensor2D[] => {
    const outputs: Tensor2D[] = []
    for (const { weights, bias } of encoderLayers)
      outputs.push(s.apply(add(matMul(outputs.at(-1) ?? x, params[weights] as Tensor2D), params[bias] as Tensor1D)))
    return outputs
  }
  const model: Autoencoder = {
    codeDimensions,
    encoderLayers,
    init(key) {
      const params: Record<string, Tensor> = {}
      for (const { inputs, units, weights, bias } of encoderLayers) {
        params[weights] = random.uniform(random.fold(key, weights), [inputs, units], -1, 1)
        params[bias] = random.uniform(random.fold(key, bias), [units], -0.5, 0.5)
      }
      params['decoder.D'] = random.uniform(random.fold(key, 'D'), [codeDimensions, options.dimensions], -1, 1)
      params['decoder.c'] = random.uniform(random.fold(key, 'c'), [options.dimensions], -0.5, 0.5)
      return params
    },
    encode: (params, x) => forward(params, x).at(-1)!,
    decode: (params, h) => add(matMul(h, params['decoder.D'] as Tensor2D), params['decoder.c'] as Tensor1D),
    linearize(params, x) {
      const outputs = forward(params, x)
      return {
        h: outputs.at(-1)!,
        push: (v) =>
          encoderLayers.reduce((pushed, { weights }, k) => {
            const derivative = s.derivativeFromOutput(outputs[k]!)
            return mul(matMul(pushed, params[weights] as Tensor2D), tile(derivative, [v.shape[0] / x.shape[0], 1]))
          }, v),
      }
    },
    decoderWeights: (params) => [params['decoder.D'] as Tensor2D],
    posterior(params, x) {
      const mean = forward(params, x).at(-1)!
      return { mean, logVariance: sub(mul(2, mean), 1) }
    },
  }
  const layers = (params: NumericRecord, x: Float64Array): Float64Array[] => {
    const outputs = [x]
    for (const { weights, bias } of encoderLayers)
      outputs.push(affine(outputs.at(-1)!, params[weights]!, params[bias]!).map((a) => s.number(a)))
    return outputs
  }
  return {
    model,
    encode: (params, x) => layers(params, x).at(-1)!,
    decode: (params, h) => affine(h, params['decoder.D']!, params['decoder.c']!),
    posterior(params, x) {
      const mean = layers(params, x).at(-1)!
      return { mean, logVariance: mean.map((h) => 2 * h - 1) }
    },
    jacobian(params, x) {
      const outputs = layers(params, x)
      const columns = Array.from({ length: options.dimensions }, (_, i) =>
        encoderLayers.reduce(
          (v, { weights, units }, k) =>
            affine(v, params[weights]!, new Float64Array(units)).map(
              (a, j) => a * slope(options.activation, outputs[k + 1]![j]!),
            ),
          Float64Array.from({ length: options.dimensions }, (_, place) => (place === i ? 1 : 0)),
        ),
      )
      return Array.from({ length: codeDimensions }, (_, j) => Float64Array.from(columns, (column) => column[j]!))
    },
  }
}

/** xW + b for one example; W is [inputs, units], row-major. */
function affine(x: Float64Array, W: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from(b, (bias, j) => x.reduce((sum, value, i) => sum + value * W[i * b.length + j]!, bias))
}

function slope(activation: ReferenceNetworkOptions['activation'], h: number): number {
  return activation === 'sigmoid' ? h * (1 - h) : 1 - h * h
}
