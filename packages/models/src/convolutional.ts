import type { Activation, Autoencoder, Key, Layer, Params, Random } from '@hourglass/core'
import {
  add,
  conv2d,
  conv2dTranspose,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core'

import { type ActivationName, ACTIVATIONS } from './activation.js'
import { applyLayer, initialLayers, linearizeLayers, scaleRows } from './dense-layers.js'
import { initialRadius } from './initial-weights.js'

export interface ConvolutionalOptions {
  /** Of the pictures, [height, width], one channel. */
  readonly image: readonly [height: number, width: number]
  /** Channels that each convolution makes. */
  readonly filters: readonly number[]
  /** Side of the square kernels. */
  readonly kernel: number
  readonly stride: number
  /** d_h. */
  readonly code: number
  readonly activation: ActivationName
  readonly codeActivation: ActivationName
  /** p of the loss; absent: 1. */
  readonly parametersPerDimension?: number
}

/** One convolution s(x ∗ W + b), padded so that a side of n becomes ⌈n/stride⌉. */
interface Convolution {
  readonly from: readonly [height: number, width: number, channels: number]
  readonly to: readonly [height: number, width: number, channels: number]
  readonly activation: Activation
  readonly weights: string
  readonly bias: string
}

/**
 * Convolutional autoencoder: strided convolutions e⁽ᵏ⁾ = s(e⁽ᵏ⁻¹⁾ ∗ W_k + b_k), e⁽⁰⁾ the picture; the code is one dense
 * layer on the last of them, h = s_h(eV + c). The decoder is its mirror image with weights of its own: a dense layer,
 * then transposed convolutions, the last of them linear with p channels, which give the p blocks of θ.
 *
 * Parameters: `encoder.k.W` [kernel, kernel, in, out] and `encoder.k.b`, `encoder.code.W/b`, `decoder.code.W/b`,
 * `decoder.k.W` [kernel, kernel, out, in] and `decoder.k.b`, which undo convolution k.
 * Source: Masci et al. 2011, "Stacked Convolutional Auto-Encoders", with strides in the place of pooling and weights
 * untied; transposed convolutions: Zeiler et al. 2010.
 */
export function convolutionalAutoencoder(options: ConvolutionalOptions, random: Random): Autoencoder {
  const { stride, image, parametersPerDimension: p = 1 } = options
  const { identity, [options.activation]: s, [options.codeActivation]: codeActivation } = ACTIVATIONS
  const down = (side: number) => Math.ceil(side / stride)
  const convolutions: Convolution[] = []
  for (const [k, filters] of options.filters.entries()) {
    const from = convolutions.at(-1)?.to ?? ([...image, 1] as const)
    const to = [down(from[0]), down(from[1]), filters] as const
    convolutions.push({ from, to, activation: s, weights: `encoder.${k}.W`, bias: `encoder.${k}.b` })
  }
  const last = convolutions.at(-1)!.to
  const flat = last[0] * last[1] * last[2]
  const toCode: Layer = {
    inputs: flat,
    units: options.code,
    activation: codeActivation,
    weights: 'encoder.code.W',
    bias: 'encoder.code.b',
  }
  const fromCode: Layer = {
    inputs: options.code,
    units: flat,
    activation: s,
    weights: 'decoder.code.W',
    bias: 'decoder.code.b',
  }
  /** What undoes convolution k: from its output's shape to its input's, or to p channels of the picture. */
  const undoing = convolutions
    .map(({ from, to }, k): Convolution => {
      const channels = k === 0 ? p : from[2]
      const activation = k === 0 ? identity : s
      const names = { weights: `decoder.${k}.W`, bias: `decoder.${k}.b` }
      return { from: to, to: [from[0], from[1], channels], activation, ...names }
    })
    .toReversed()

  /** e ∗ W, rows of numbers to rows of numbers. */
  const convolve = ({ from, to, weights }: Convolution, params: Params, rows: Tensor2D): Tensor2D => {
    const maps = conv2d(
      reshape(rows, [rows.shape[0], ...from]) as Tensor4D,
      params[weights] as Tensor4D,
      stride,
      'same',
    )
    return reshape(maps, [rows.shape[0], to[0] * to[1] * to[2]])
  }
  /** Adds the bias of each channel, the last dimension of a picture's numbers. */
  const activate = ({ to, activation, bias }: Convolution, params: Params, rows: Tensor2D): Tensor2D => {
    const maps = add(reshape(rows, [rows.shape[0], ...to]), params[bias] as Tensor1D)
    return activation.apply(reshape(maps, rows.shape))
  }
  const maps = (params: Params, x: Tensor2D): readonly Tensor2D[] => {
    const outputs: Tensor2D[] = []
    for (const each of convolutions) outputs.push(activate(each, params, convolve(each, params, outputs.at(-1) ?? x)))
    return outputs
  }
  const initial = ({ from, to, activation, weights }: Convolution, key: Key, channels: [number, number]) => {
    const { kernel } = options
    const radius = initialRadius(kernel ** 2 * from[2], kernel ** 2 * to[2], activation)
    return random.uniform(random.fold(key, weights), [kernel, kernel, ...channels], -radius, radius)
  }
  return {
    codeDimensions: options.code,
    encoderLayers: [],
    init(key) {
      const params: Record<string, Tensor> = initialLayers([toCode, fromCode], key, random)
      for (const each of convolutions) params[each.weights] = initial(each, key, [each.from[2], each.to[2]])
      for (const each of undoing) params[each.weights] = initial(each, key, [each.to[2], each.from[2]])
      for (const each of [...convolutions, ...undoing]) params[each.bias] = zeros([each.to[2]])
      return params
    },
    encode: (params, x) => applyLayer(toCode, params, maps(params, x).at(-1)!),
    decode(params, h) {
      const n = h.shape[0]
      const rows = undoing.reduce(
        (rows, each) => {
          const input = reshape(rows, [n, ...each.from]) as Tensor4D
          const output = conv2dTranspose(input, params[each.weights] as Tensor4D, [n, ...each.to], stride, 'same')
          return activate(each, params, reshape(output, [n, each.to[0] * each.to[1] * each.to[2]]))
        },
        applyLayer(fromCode, params, h),
      )
      if (p === 1) return rows
      const blocks = transpose(reshape(rows, [n, image[0] * image[1], p]), [0, 2, 1])
      return reshape(blocks, [n, p * image[0] * image[1]])
    },
    linearize(params, x) {
      const outputs = maps(params, x)
      const slopes = outputs.map((output) => s.derivativeFromOutput(output))
      const code = linearizeLayers([toCode], params, outputs.at(-1)!)
      return {
        h: code.h,
        push: (v) =>
          code.push(convolutions.reduce((pushed, each, k) => scaleRows(convolve(each, params, pushed), slopes[k]!), v)),
      }
    },
  }
}
