import type { NumericRecord, ReferenceNetwork } from '@hourglass/testing'

/** Labelled examples in float64. */
export interface Labelled {
  readonly rows: readonly Float64Array[]
  readonly labels: readonly number[]
}

/** θ = hW + b of one code, W row-major. */
export function logits(params: NumericRecord, h: Float64Array): Float64Array {
  const [W, b] = [params['readout.W']!, params['readout.b']!]
  return Float64Array.from(b, (bias, k) => h.reduce((sum, value, j) => sum + value * W[j * b.length + k]!, bias))
}

/** p(k | h), by definition. */
export const PROBABILITIES = {
  softmax: (theta: Float64Array) => {
    const total = theta.reduce((sum, value) => sum + Math.exp(value), 0)
    return theta.map((value) => Math.exp(value) / total)
  },
  sigmoid: (theta: Float64Array) => theta.map((value) => 1 / (1 + Math.exp(-value))),
}

/** −log p(label | h), by definition. */
export const COSTS = {
  softmax: (p: Float64Array, label: number) => -Math.log(p[label]!),
  sigmoid: (p: Float64Array, label: number) => p.reduce((sum, pk, k) => sum - Math.log(k === label ? pk : 1 - pk), 0),
}

export type Kind = keyof typeof PROBABILITIES

/** The mean of −log p(label | h(x)) over the examples, in plain loops. */
export function meanCost(kind: Kind, network: ReferenceNetwork, params: NumericRecord, data: Labelled): number {
  const costs = data.rows.map((x, n) =>
    COSTS[kind](PROBABILITIES[kind](logits(params, network.encode(params, x))), data.labels[n]!),
  )
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length
}

/** ∂/∂W and ∂/∂b of the mean cost in closed form: the means of h(p − y)ᵀ and of p − y. */
export function readoutGradient(
  kind: Kind,
  params: NumericRecord,
  codes: readonly Float64Array[],
  labels: Labelled['labels'],
) {
  const classes = params['readout.b']!.length
  const W = new Float64Array(codes[0]!.length * classes)
  const b = new Float64Array(classes)
  for (const [n, h] of codes.entries()) {
    const p = PROBABILITIES[kind](logits(params, h))
    for (let k = 0; k < classes; k++) {
      const difference = (p[k]! - (k === labels[n] ? 1 : 0)) / codes.length
      b[k]! += difference
      for (const [j, value] of h.entries()) W[j * classes + k]! += value * difference
    }
  }
  return { 'readout.W': W, 'readout.b': b }
}

/** The least of the mean cost + λ·½‖W‖² over a read-out of fixed codes, which is convex: descent in float64 to its end. */
export function bestReadout(
  kind: Kind,
  codes: readonly Float64Array[],
  labels: Labelled['labels'],
  classes: number,
  lambda: number,
) {
  const at = { 'readout.W': new Float64Array(codes[0]!.length * classes), 'readout.b': new Float64Array(classes) }
  for (let step = 0; step < 100_000; step++) {
    const slope = readoutGradient(kind, at, codes, labels)
    slope['readout.W'].forEach((_, place) => (slope['readout.W'][place]! += lambda * at['readout.W'][place]!))
    const numbers = [...slope['readout.W'], ...slope['readout.b']]
    if (Math.hypot(...numbers) < 1e-9) return at
    for (const name of ['readout.W', 'readout.b'] as const)
      slope[name].forEach((value, place) => (at[name][place]! -= value))
  }
  throw new Error('the reference did not converge')
}
