import type { Params } from '@hourglass/core'
import { add, grad, mul, reshape, type Scalar, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { finiteDifferences } from './finite-differences.js'
import { numbersOf } from './numbers-of.js'
import type { NumericRecord } from './numeric-record.js'
import { relativeError } from './relative-error.js'

export interface GradientCheck {
  /** What is differentiated, for the message. */
  readonly what: string
  /** A tensor that depends on the parameters. */
  outputs(params: Params): Tensor
  readonly params: Params
  /** The same numbers by the float64 reference; absent: differences are taken in float32, and less is asked. */
  readonly reference?: ((at: NumericRecord) => ArrayLike<number>) | undefined
  /** Of the differences of the reference. */
  readonly step?: number
}

/** Of the differences in float32: large, because each end is rounded to seven digits. */
const FLOAT32_STEP = 2e-3
/** Numbers of each tensor that are moved in float32. */
const FLOAT32_PLACES = 24

/**
 * The gradient of Σ_i c_i outputs_i, with fixed c of both signs, against central differences, for every parameter. All of
 * the reverse mode is in that one gradient, because c is what comes in from above.
 */
export function expectGradient({ what, outputs, params, reference, step = 1e-5 }: GradientCheck): void {
  const c = Array.from({ length: tidy(() => outputs(params).size) }, (_, i) => Math.sin(1.7 * i + 1))
  const found = gradientsOf((at) => {
    const values = outputs(at)
    return sum(mul(reshape(values, [values.size]), tensor(c, [c.length]))) as Scalar
  }, params)
  const weighted = (values: ArrayLike<number>) => c.reduce((total, factor, i) => total + factor * values[i]!, 0)
  const places = placesOf(params)
  const expected =
    reference === undefined
      ? float32Differences((at) => weighted(tidy(() => outputs(at).dataSync())), params, places)
      : finiteDifferences((at) => weighted(reference(at)), numbersOf(params), step)
  const norm = Math.hypot(...Object.values(expected).flatMap((values) => [...values]))
  const [tolerance, floor] = reference === undefined ? [2e-2, 5e-2 * norm] : [1e-3, 1e-3 * norm]
  for (const [name, values] of Object.entries(expected)) {
    const compared = reference === undefined ? places[name]!.map((place) => found[name]![place]!) : found[name]!
    const error = relativeError({ [name]: compared }, { [name]: values }, Math.max(floor, 1e-6))
    expect(error, `the gradient of ${what} with respect to "${name}" is not that of its values`).toBeLessThan(tolerance)
  }
}

/**
 * ∂f/∂w for every parameter; zeros for one that f does not depend on.
 *
 * @throws Error where an operation has no gradient, saying what to do about it
 */
export function gradientsOf(f: (params: Params) => Scalar, params: Params): NumericRecord {
  return Object.fromEntries(Object.keys(params).map((name) => [name, gradientOf(f, params, name)]))
}

function gradientOf(f: (params: Params) => Scalar, params: Params, name: string): Float64Array {
  try {
    const values = tidy(() => [...grad((w) => f({ ...params, [name]: w }))(params[name]!).dataSync()])
    return Float64Array.from(values)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    if (/encloses all operations/.test(message)) return new Float64Array(params[name]!.size)
    throw new Error(
      `no gradient with respect to "${name}": ${message} (an operation without a gradient, as topk or greater, goes ` +
        'under stopGradient of @hourglass/engine)',
      { cause },
    )
  }
}

function placesOf(params: Params): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(params).map(([name, { size }]) => {
      const count = Math.min(size, FLOAT32_PLACES)
      return [name, Array.from({ length: count }, (_, i) => Math.floor((i * size) / count))]
    }),
  )
}

function float32Differences(
  f: (params: Params) => number,
  params: Params,
  places: Readonly<Record<string, readonly number[]>>,
): NumericRecord {
  const moved = (name: string, place: number, by: number) =>
    tidy(() => {
      const w = params[name]!
      const delta = new Float32Array(w.size)
      delta[place] = by
      return f({ ...params, [name]: add(w, tensor(delta, w.shape)) })
    })
  return Object.fromEntries(
    Object.keys(params).map((name) => [
      name,
      Float64Array.from(places[name]!, (place) => {
        return (moved(name, place, FLOAT32_STEP) - moved(name, place, -FLOAT32_STEP)) / (2 * FLOAT32_STEP)
      }),
    ]),
  )
}
