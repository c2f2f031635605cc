import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'

import { defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'

/** All of a model's trainable tensors, flat, by name. A tied weight stands here once. */
export type Params = Readonly<Record<string, Tensor>>

/** An elementwise nonlinearity s. */
export interface Activation {
  readonly name: string
  /** s(a). */
  apply(a: Tensor2D): Tensor2D
  /** s′(a) written in terms of h = s(a), as Jacobians and their penalties need it. */
  derivativeFromOutput(h: Tensor2D): Tensor2D
}

/** One fully connected layer h = s(xW + b); W is [inputs, units], b is [units]. */
export interface Layer {
  readonly inputs: number
  readonly units: number
  readonly activation: Activation
  /** Names in `Params`. */
  readonly weights: string
  readonly bias: string
}

/**
 * What a model plugin creates: pure functions of the parameters. Like all that plugins compute, they are called inside
 * `tidy`: what they make on the way is freed by the caller.
 */
export interface Autoencoder {
  readonly codeDimensions: number
  /** What stacking, Jacobians, saturation and filter pictures need; empty where the encoder is not made of layers. */
  readonly encoderLayers: readonly Layer[]
  /** Fresh parameters; the same key gives the same ones. */
  init(key: Key): Params
  /** h(x), [batch, d_x] → [batch, d_h]. */
  encode(params: Params, x: Tensor2D): Tensor2D
  /** θ(h), the loss's natural parameters (logits, means), not probabilities: [batch, d_h] → [batch, d_x]. */
  decode(params: Params, h: Tensor2D): Tensor2D
}

export const MODEL = defineExtensionPoint<Autoencoder>('model')
