import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'

import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { Key } from '../random-key.js'
import type { DataSpec } from './data-spec.js'
import type { LearningRule } from './learning-rule.js'
import type { OutputDistribution } from './output-distribution.js'

/** All of a model's trainable tensors, flat, by name. A tied weight stands here once. */
export type Params = Readonly<Record<string, Tensor>>

/** A nonlinearity s, elementwise, or on a row with a diagonal Jacobian (as keeping the k largest is). */
export interface Activation {
  readonly name: string
  /** The values s can take; absent: any. */
  readonly range?: readonly [low: number, high: number]
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

/** The encoder at a point: its code, and the linear map J = ∂h/∂x there, without the matrix. */
export interface Linearization {
  /** h(x), [n, d_h]. */
  readonly h: Tensor2D
  /** J(x)v by forward mode, [m·n, d_x] → [m·n, d_h]: row r of v belongs to example r mod n. Differentiable. */
  push(v: Tensor2D): Tensor2D
}

/** q(h | x) = N(mean, diag(e^logVariance)), each [n, d_h]. */
export interface GaussianPosterior {
  readonly mean: Tensor2D
  readonly logVariance: Tensor2D
}

/** One point of training at which a model's own cost is taken. */
export interface CostPoint {
  readonly x: Tensor2D
  readonly xTilde: Tensor2D
  /** −log p(x | θ) per example, [n, d_x·p] → [n]: the loss against the clean x, emphasis included. */
  nll(theta: Tensor2D): Tensor1D
  readonly key: Key
}

export interface Cost {
  /** Averaged over the batch. */
  readonly value: Scalar
  /** The code that regularizers see. */
  readonly h: Tensor2D
  /** Its parts by name, unweighted; `nll` among them where there is one. */
  readonly terms: Readonly<Record<string, Scalar>>
}

export interface GenerateRequest {
  readonly count: number
  /** Steps of the Markov chain where the model has one; others ignore it. */
  readonly steps: number
  readonly key: Key
}

/** A model of a stack: an autoencoder by itself, whose examples are the codes of the one below. */
export interface Block {
  readonly model: Autoencoder
  /** p(y | θ) of what it reconstructs, y an example of its own. */
  readonly loss: OutputDistribution
  /** What its examples are like. */
  readonly spec: DataSpec
  /** The stack holds its parameters under `name/`: `block.0/encoder.0.W`. */
  readonly name: string
}

/**
 * What a model plugin creates: pure functions of the parameters. Like all that plugins compute, they are called inside
 * `tidy`: what they make on the way is freed by the caller.
 *
 * The members with a question mark are capabilities: a model that has one can serve the regularizers and metrics that
 * require it.
 */
export interface Autoencoder {
  readonly codeDimensions: number
  /**
   * What stacking, filter pictures and closed-form Jacobians need: `encode` is exactly these layers one after the other,
   * and each layer's Jacobian is diag(`derivativeFromOutput`(h))·Wᵀ. Empty where that is not so.
   */
  readonly encoderLayers: readonly Layer[]
  /**
   * Of a stack: the models it is made of, from below. `encode` is theirs one after the other; `decode` is theirs from
   * above, E[y | θ] of each handed down. Where the parameters hold `unrolled.NAME`, the decoder uses it in the place of
   * the parameter NAME of the encoder.
   */
  readonly blocks?: readonly Block[]
  /** Fresh parameters; the same key gives the same ones. */
  init(key: Key): Params
  /** h(x), [batch, d_x] → [batch, d_h]; of a stochastic encoder the mean. */
  encode(params: Params, x: Tensor2D): Tensor2D
  /**
   * θ(h), the loss's natural parameters (logits, means), not probabilities: [batch, d_h] → [batch, d_x·p], p blocks of
   * d_x numbers, p the loss's `parametersPerDimension`.
   */
  decode(params: Params, h: Tensor2D): Tensor2D
  /** J = ∂h/∂x by forward mode. */
  linearize?(params: Params, x: Tensor2D): Linearization
  /** The decoder's weights from the code outwards, each [inputs, outputs] as in h·D. */
  decoderWeights?(params: Params): readonly Tensor2D[]
  /** q(h | x) of a variational encoder. */
  posterior?(params: Params, x: Tensor2D): GaussianPosterior
  /** F(x) = −log Σ_h e^{−E(x, h)} of an energy-based model, [n, d_x] → [n]. */
  freeEnergy?(params: Params, x: Tensor2D): Tensor1D
  /** What is minimised instead of the mean of −log p(x | θ(h(x̃))); regularizers are added to it. */
  cost?(params: Params, point: CostPoint): Cost
  /** How it learns where that is not backpropagation of an objective. Takes no noise. */
  readonly learningRule?: LearningRule
  /** New examples, means rather than draws of the last step: [count, d_x]. */
  generate?(params: Params, request: GenerateRequest): Tensor2D
}

/** A capability of models, by the name of its member. */
export type ModelCapability = 'linearize' | 'decoderWeights' | 'posterior' | 'freeEnergy' | 'generate'

export const MODEL = defineExtensionPoint({ id: 'model', contract: contractOf<Autoencoder>() })
