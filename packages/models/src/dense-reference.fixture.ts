import type { ModelReference, NumericRecord } from '@hourglass/testing'

import type { ActivationName } from './activation.js'

export const REFERENCE_ACTIVATIONS: Readonly<Record<ActivationName, (a: number) => number>> = {
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  tanh: Math.tanh,
  relu: (a) => Math.max(0, a),
  'leaky-relu': (a) => (a > 0 ? a : 0.01 * a),
  elu: (a) => (a > 0 ? a : Math.expm1(a)),
  softplus: (a) => Math.log1p(Math.exp(-Math.abs(a))) + Math.max(0, a),
  identity: (a) => a,
}

/** Σ_i x_i W_ij + b_j; W is [inputs, units], row-major. */
export function affine(x: Float64Array, W: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from(b, (bias, j) => x.reduce((sum, value, i) => sum + value * W[i * b.length + j]!, bias))
}

export interface MirroredReferenceOptions {
  readonly hidden: readonly number[]
  readonly tied: boolean
  /** s of a whole row, because it need not be elementwise. */
  activation(a: Float64Array): Float64Array
}

/** A fully connected encoder and its mirror image by the formulas; tied, θ_i = Σ_j h_j W_ij + b′_i. */
export function mirroredReference({ hidden, tied, activation: s }: MirroredReferenceOptions): ModelReference {
  const weights = (params: NumericRecord, k: number) =>
    tied ? transpose(params[`encoder.${k}.W`]!, hidden[k]!) : params[`decoder.${k}.W`]!
  return {
    encode: (params, x) =>
      hidden.reduce((h, _, k) => s(affine(h, params[`encoder.${k}.W`]!, params[`encoder.${k}.b`]!)), x),
    decode: (params, code) =>
      hidden.reduceRight((h, _, k) => {
        const a = affine(h, weights(params, k), params[`decoder.${k}.b`]!)
        return k === 0 ? a : s(a)
      }, code),
  }
}

/** Row-major [rows, columns] to [columns, rows]. */
function transpose(W: Float64Array, columns: number): Float64Array {
  const rows = W.length / columns
  return W.map((_, place) => W[(place % rows) * columns + Math.floor(place / rows)]!)
}
