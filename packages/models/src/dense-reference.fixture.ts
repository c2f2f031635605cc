import type { NumericRecord } from '@hourglass/testing'

import type { ActivationName } from './activation.js'
import type { DenseOptions } from './dense.js'

export const REFERENCE_ACTIVATIONS: Readonly<Record<ActivationName, (a: number) => number>> = {
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  tanh: Math.tanh,
  relu: (a) => Math.max(0, a),
  identity: (a) => a,
}

/** h(x) of one example by the formulas, in float64, in plain loops: h_j = s(Σ_i x_i W_ij + b_j). */
export function referenceEncode(options: DenseOptions, params: NumericRecord, x: Float64Array): Float64Array {
  const s = REFERENCE_ACTIVATIONS[options.activation]
  return options.hidden.reduce((h, units, k) => {
    const W = params[`encoder.${k}.W`]!
    const b = params[`encoder.${k}.b`]!
    return Float64Array.from({ length: units }, (_, j) =>
      s(h.reduce((sum, value, i) => sum + value * W[i * units + j]!, b[j]!)),
    )
  }, x)
}

/** θ(h) of one example: tied, θ_i = Σ_j h_j W_ij + b′_i; the last layer is linear. */
export function referenceDecode(options: DenseOptions, params: NumericRecord, code: Float64Array): Float64Array {
  const s = REFERENCE_ACTIVATIONS[options.activation]
  const widths = [options.dimensions, ...options.hidden]
  return options.hidden.reduceRight((h, units, k) => {
    const outputs = widths[k]!
    const weight = (j: number, i: number) =>
      options.tied ? params[`encoder.${k}.W`]![i * units + j]! : params[`decoder.${k}.W`]![j * outputs + i]!
    const b = params[`decoder.${k}.b`]!
    return Float64Array.from({ length: outputs }, (_, i) => {
      const a = h.reduce((sum, value, j) => sum + value * weight(j, i), b[i]!)
      return k === 0 ? a : s(a)
    })
  }, code)
}
