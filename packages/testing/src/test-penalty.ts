import type { Autoencoder, Engine, Key, ModelCapability, Params, PenaltyPoint, Regularizer } from '@hourglass/core'
import {
  addN,
  mul,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
  tile,
  valueAndGrads,
} from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { finiteDifferences } from './finite-differences.js'
import { leakedTensors } from './leaked-tensors.js'
import { numbersOf } from './numbers-of.js'
import type { NumericRecord } from './numeric-record.js'
import { relativeError } from './relative-error.js'

/** A regularizer at one point: what each check of `testRegularizer` looks at. */
export interface Trial {
  readonly engine: Engine
  readonly regularizer: Regularizer
  readonly model: Autoencoder
  readonly params: Params
  readonly x: Tensor2D
  readonly xTilde: Tensor2D
  readonly key: Key
  /** R in float64 at this point with other parameters. */
  reference(params: NumericRecord): number
}

/** Float32 against float64; the gradient loses more digits than R, and its reference is itself a difference. */
const VALUE_TOLERANCE = 1e-4
const GRADIENT_TOLERANCE = 1e-3
/** One computation in two orders. */
const SAME = 1e-5

const CAPABILITIES: readonly ModelCapability[] = ['linearize', 'decoderWeights', 'posterior', 'freeEnergy', 'generate']

/** R at the trial's point, or a neighbouring one. */
export function penaltyAt(trial: Trial, changes: Partial<PenaltyPoint> = {}): Scalar {
  const { regularizer, model, params, x, xTilde, key } = trial
  const point = { x, xTilde, params, model, key, ...changes }
  return regularizer.penalty({ ...point, h: point.model.encode(point.params, point.xTilde) })
}

function numberAt(trial: Trial, changes?: Partial<PenaltyPoint>): number {
  return inTidy(() => penaltyAt(trial, changes).dataSync()[0]!)
}

/** R and ∂R/∂ every parameter, as an objective takes them. */
export function differentiate(trial: Trial, changes: Partial<PenaltyPoint> = {}): { R: Scalar; gradients: Params } {
  const params = changes.params ?? trial.params
  const names = Object.keys(params)
  const R = (...values: Tensor[]) => {
    const moved = Object.fromEntries(names.map((name, place) => [name, values[place]!]))
    // Differentiation wants every parameter used; in an objective the loss sees to that.
    const used = values.map((value) => mul(sum(value), 0))
    return addN([penaltyAt(trial, { ...changes, params: moved }), ...used]) as Scalar
  }
  const { value, grads } = differentiable(() => valueAndGrads(R)(Object.values(params)))
  return { R: value as Scalar, gradients: Object.fromEntries(names.map((name, place) => [name, grads[place]!])) }
}

function differentiable<Result>(compute: () => Result): Result {
  try {
    return compute()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const hint = 'an operation without a gradient can be kept off the tape by stopGradient of @hourglass/engine'
    throw new Error(`R or its gradient could not be computed: ${reason} (${hint})`, { cause })
  }
}

export function checkValueAndGradient(trial: Trial): void {
  const found = inTidy(() => read(differentiate(trial)))
  const at = numbersOf(trial.params)
  const R = trial.reference(at)
  expect(Number.isFinite(R), `the case's own penalty gives ${R}`).toBe(true)
  expect(
    relativeError({ R: found['R']! }, { R: [R] }),
    `R is ${found['R']![0]}, the case's float64 penalty is ${R}; relative error`,
  ).toBeLessThan(VALUE_TOLERANCE)
  for (const [name, reference] of Object.entries(finiteDifferences((params) => trial.reference(params), at)))
    expect(
      relativeError({ [name]: found[name]! }, { [name]: reference }),
      `∂R/∂${name} is [${few(found[name]!)}], finite differences of the case's penalty are [${few(reference)}]; relative error`,
    ).toBeLessThan(GRADIENT_TOLERANCE)
}

/** A scalar, and nothing that it was given has changed. */
export function checkPurity(trial: Trial): void {
  const given = () => read({ R: trial.x as Tensor, gradients: { ...trial.params, x̃: trial.xTilde, key: trial.key } })
  const before = given()
  const found = inTidy(() => {
    const { shape, dtype } = penaltyAt(trial)
    return { shape, dtype }
  })
  expect(found, 'R is one float32 number, a tensor of rank 0').toEqual({ shape: [], dtype: 'float32' })
  expect(given(), 'penalty() changed a tensor it was given').toEqual(before)
}

export function checkKey(trial: Trial, random: boolean, otherKey: Key): void {
  const value = (key: Key) => numberAt(trial, { key })
  const R = value(trial.key)
  expect(value(trial.key), 'the same key gave another R: something is random that does not come from the key').toBe(R)
  if (random) expect(value(otherKey), 'another key gave the same R, though the case says `random: true`').not.toBe(R)
  else expect(value(otherKey), 'R depends on the key; if it is meant to, the case says `random: true`').toBe(R)
}

/** R is a mean over the batch: every example twice changes nothing. */
export function checkMeanOverBatch(trial: Trial): void {
  const once = numberAt(trial)
  const twice = inTidy(() => {
    const [x, xTilde] = [trial.x, trial.xTilde].map((rows) => tile(rows, [2, 1])) as [Tensor2D, Tensor2D]
    return numberAt(trial, { x, xTilde })
  })
  expect(
    relativeError({ R: [twice] }, { R: [once] }),
    `R is ${once}, and ${twice} where every example stands twice in the batch: it has to be a mean over examples; relative error`,
  ).toBeLessThan(SAME)
}

/** Works on a model that has what `requires` names and no more. */
export function checkRequires(trial: Trial): void {
  const required = trial.regularizer.requires ?? []
  for (const name of required)
    expect(CAPABILITIES, `\`requires\` names "${name}", which is no capability of models`).toContain(name)
  const model = { ...trial.model }
  for (const name of CAPABILITIES) if (!required.includes(name)) delete model[name]
  const missing = CAPABILITIES.filter((name) => !required.includes(name)).join(', ')
  const run = () => numberAt(trial, { model })
  expect(run, `penalty() fails on a model without ${missing}, which \`requires\` does not name`).not.toThrow()
  expect(run(), `R is not finite on a model without ${missing}`).toSatisfy(Number.isFinite)
}

export function checkCompiled(trial: Trial): void {
  const { params, x, xTilde, key } = trial
  const eager = inTidy(() => read(differentiate(trial)))
  const compiled = trial.engine.compile((inputs: { params: Params; x: Tensor2D; xTilde: Tensor2D; key: Key }) =>
    differentiate(trial, inputs),
  )
  const result = compiled({ params, x, xTilde, key })
  const found = read(result)
  for (const tensor of [result.R, ...Object.values(result.gradients)]) tensor.dispose()
  expect(
    relativeError(found, eager),
    'R or its gradient is another one when it is compiled; relative error',
  ).toBeLessThan(SAME)
}

export async function checkLeaks(trial: Trial): Promise<void> {
  const left = await leakedTensors(trial.engine, () => tidy(() => penaltyAt(trial)))
  expect(left, 'tensors that three calls of penalty() inside tidy() left behind').toBe(0)
}

function read({ R, gradients }: { R: Tensor; gradients: Params }): NumericRecord {
  return numbersOf({ ...gradients, R })
}

/** `tidy` for what holds no tensors but those that were kept. */
export function inTidy<Result>(compute: () => Result): Result {
  let result: Result
  tidy(() => {
    result = compute()
  })
  return result!
}

function few(numbers: ArrayLike<number>): string {
  const shown = Array.from(numbers).slice(0, 4)
  return shown.map((each) => each.toPrecision(5)).join(', ') + (numbers.length > shown.length ? ', …' : '')
}
