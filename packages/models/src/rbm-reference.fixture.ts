import { finiteDifferences, type NumericRecord } from '@hourglass/testing'

/** A value that v may take and its share of the measure: 1 each for bits, an area for a grid over real values. */
interface Point {
  readonly v: Float64Array
  readonly measure: number
}

/**
 * A small restricted Boltzmann machine in float64 that knows its energy and nothing else: conditionals, free energy, Z
 * are sums over all h and all v, gradients are central differences.
 */
export interface RbmReference {
  energy(params: NumericRecord, v: Float64Array, h: Float64Array): number
  /** −log Σ_h e^{−E(v, h)}. */
  freeEnergy(params: NumericRecord, v: Float64Array): number
  /** log Σ_v Σ_h e^{−E(v, h)}. */
  logPartition(params: NumericRecord): number
  /** Mean of −log p(v). */
  nll(params: NumericRecord, rows: readonly Float64Array[]): number
  /** ∂/∂w of `nll`. */
  nllGradient(params: NumericRecord, rows: readonly Float64Array[]): NumericRecord
  /** p(h | v) for each of `codes`. */
  codeProbabilities(params: NumericRecord, v: Float64Array): number[]
  /** E[v | h]. */
  visibleMean(params: NumericRecord, h: Float64Array): Float64Array
  /** E of the CD-k gradient: mean of ∂F(x) − E ∂F(v_k), v_k what k steps of Gibbs sampling from x arrive at. */
  expectedDivergence(params: NumericRecord, rows: readonly Float64Array[], steps: number): NumericRecord
  /** The same of one step where E[v | h] stands for the draw of v. */
  expectedMeanFieldDivergence(params: NumericRecord, rows: readonly Float64Array[]): NumericRecord
  /** All h. */
  readonly codes: readonly Float64Array[]
  readonly points: readonly Point[]
}

/** @param own U(v), the visible units' own energy */
function reference(
  points: readonly Point[],
  hidden: number,
  own: (v: Float64Array, c: Float64Array) => number,
): RbmReference {
  const codes = bits(hidden)
  const energy: RbmReference['energy'] = (params, v, h) => {
    const [W, b, c] = [params['encoder.0.W']!, params['encoder.0.b']!, params['decoder.0.b']!]
    const interaction = v.reduce((sum, vi, i) => h.reduce((row, hj, j) => row + vi * W[i * hidden + j]! * hj, sum), 0)
    return own(v, c) - interaction - h.reduce((sum, hj, j) => sum + hj * b[j]!, 0)
  }
  const freeEnergy: RbmReference['freeEnergy'] = (params, v) => -logSumExp(codes.map((h) => -energy(params, v, h)))
  const logPartition = (params: NumericRecord) =>
    logSumExp(points.map(({ v, measure }) => Math.log(measure) - freeEnergy(params, v)))
  const nll: RbmReference['nll'] = (params, rows) =>
    rows.reduce((sum, v) => sum + freeEnergy(params, v) / rows.length, logPartition(params))
  const codeProbabilities: RbmReference['codeProbabilities'] = (params, v) =>
    normalised(codes.map((h) => -energy(params, v, h)))
  const pointProbabilities = (params: NumericRecord, h: Float64Array) =>
    normalised(points.map(({ v, measure }) => Math.log(measure) - energy(params, v, h)))
  const visibleMean: RbmReference['visibleMean'] = (params, h) => {
    const probabilities = pointProbabilities(params, h)
    return points[0]!.v.map((_, i) => points.reduce((sum, { v }, place) => sum + probabilities[place]! * v[i]!, 0))
  }
  /** Mean of ∂F over the rows − Σ weight·∂F over the fantasies; the weights do not depend on the parameters. */
  const divergence = (
    params: NumericRecord,
    rows: readonly Float64Array[],
    fantasies: readonly { v: Float64Array; weight: number }[],
  ) =>
    finiteDifferences((at) => {
      const data = rows.reduce((sum, x) => sum + freeEnergy(at, x) / rows.length, 0)
      return fantasies.reduce((sum, { v, weight }) => sum - weight * freeEnergy(at, v), data)
    }, params)
  const firstCodes = (params: NumericRecord, rows: readonly Float64Array[]) =>
    rows
      .map((x) => codeProbabilities(params, x))
      .reduce((sum, each) => sum.map((p, place) => p + each[place]!))
      .map((p) => p / rows.length)
  return {
    ...{ codes, points, energy, freeEnergy, logPartition, nll, codeProbabilities, visibleMean },
    nllGradient: (params, rows) => finiteDifferences((at) => nll(at, rows), params),
    expectedDivergence(params, rows, steps) {
      const given = codes.map((h) => pointProbabilities(params, h))
      const codesAfter = points.map(({ v }) => codeProbabilities(params, v))
      const visible = (code: readonly number[]) =>
        points.map((_, place) => code.reduce((sum, p, which) => sum + p * given[which]![place]!, 0))
      let code = firstCodes(params, rows)
      for (let step = 1; step < steps; step++) {
        const weights = visible(code)
        code = codes.map((_, which) => weights.reduce((sum, p, place) => sum + p * codesAfter[place]![which]!, 0))
      }
      const weights = visible(code)
      return divergence(
        params,
        rows,
        points.map(({ v }, place) => ({ v, weight: weights[place]! })),
      )
    },
    expectedMeanFieldDivergence(params, rows) {
      const code = firstCodes(params, rows)
      return divergence(
        params,
        rows,
        codes.map((h, which) => ({ v: visibleMean(params, h), weight: code[which]! })),
      )
    },
  }
}

/** U(v) = −cᵀv over all 2^d vectors of bits. */
export function binaryReference(dimensions: number, hidden: number): RbmReference {
  const points = bits(dimensions).map((v) => ({ v, measure: 1 }))
  return reference(points, hidden, (v, c) => -v.reduce((sum, vi, i) => sum + vi * c[i]!, 0))
}

/** U(v) = ‖v − c‖²/(2σ²) for two dimensions over a grid of `cells`² within ±`reach`: exact to rounding once it is fine. */
export function gaussianReference(hidden: number, sigma: number, reach: number, cells: number): RbmReference {
  const width = (2 * reach) / cells
  const at = (place: number) => -reach + (place + 0.5) * width
  const points = Array.from({ length: cells ** 2 }, (_, place) => ({
    v: Float64Array.of(at(place % cells), at(Math.floor(place / cells))),
    measure: width ** 2,
  }))
  return reference(points, hidden, (v, c) => v.reduce((sum, vi, i) => sum + (vi - c[i]!) ** 2, 0) / (2 * sigma ** 2))
}

function bits(count: number): Float64Array[] {
  return Array.from({ length: 2 ** count }, (_, number) =>
    Float64Array.from({ length: count }, (_, i) => (number >> i) & 1),
  )
}

function logSumExp(values: readonly number[]): number {
  const top = values.reduce((most, value) => Math.max(most, value))
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0))
}

function normalised(logs: readonly number[]): number[] {
  const total = logSumExp(logs)
  return logs.map((value) => Math.exp(value - total))
}
