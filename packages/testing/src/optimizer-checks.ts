import type { Engine, Optimizer, Params, Slots } from '@hourglass/core'
import { mul, scalar, tensor, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { numbersOf } from './numbers-of.js'

/** What a rule may want to know of the parameter that it updates. */
export interface RuledParameter {
  readonly name: string
  readonly shape: readonly number[]
}

/** w after a step, from w, its gradient g, the number t of the step (1 for the first) and its learning rate η. */
export type ScalarRule = (w: number, g: number, t: number, eta: number) => number

/** Weights, a bias, a number, and a name with the separator of slots in it. */
const SHAPES: Readonly<Record<string, readonly number[]>> = {
  'encoder.0.W': [3, 4],
  'encoder.0.b': [4],
  temperature: [],
  'tower/left': [2],
}
const NAMES = Object.keys(SHAPES)
export const STEPS = 20

/** As a schedule would have it: up, down, and 0 once; never the same twice in a row. */
export function rateAt(optimizer: Optimizer, t: number): number {
  return optimizer.learningRate * (t === 8 ? 0 : 0.25 + ((t * 3) % 7) / 4)
}

/** Of both signs, over five powers of ten; for one number of each parameter but the single one always 0. */
export function gradientsAt(t: number, names: readonly string[] = NAMES): Params {
  return record(names, (place, which) =>
    place === 1 ? 0 : 10 ** (((place + which) % 5) - 3) * Math.sin(place + 1.3 * t + 100 * which),
  )
}

export function startingParams(names: readonly string[] = NAMES): Params {
  return record(names, (place, which) => Math.cos(3 * place + which))
}

function record(names: readonly string[], value: (place: number, which: number) => number): Params {
  return Object.fromEntries(
    names.map((name) => {
      const shape = [...SHAPES[name]!]
      const size = shape.reduce((product, side) => product * side, 1)
      const values = Float32Array.from({ length: size }, (_, place) => value(place, NAMES.indexOf(name)))
      return [name, tensor(values, shape)] as const
    }),
  )
}

export type OptimizerState = { readonly params: Params; readonly slots: Slots }

export type UpdateInputs = OptimizerState & {
  readonly gradients: Params
  readonly at: { readonly learningRate: Tensor; readonly step: Tensor }
}

/** The argument of step t for parameters in this order; the gradients come in the opposite one: names alone may matter. */
export function inputsAt(optimizer: Optimizer, state: OptimizerState, t: number, names = NAMES): UpdateInputs {
  const at = { learningRate: scalar(rateAt(optimizer, t)), step: scalar(t) }
  return { ...state, gradients: gradientsAt(t, names.toReversed()), at }
}

export function updateOf(optimizer: Optimizer): (inputs: UpdateInputs) => OptimizerState {
  return ({ params, slots, gradients, at }) => {
    const next = optimizer.update(params, gradients, slots, at as never)
    return { params: next.params, slots: next.slots }
  }
}

export function startingState(optimizer: Optimizer, names: readonly string[] = NAMES): OptimizerState {
  const params = startingParams(names)
  return { params, slots: tidy(() => optimizer.init(params)) }
}

/** Steps `from` … `to` from a state; within a `tidy` of the caller. */
export function train(optimizer: Optimizer, from: OptimizerState, first = 1, last = STEPS, names = NAMES) {
  let state = from
  for (let t = first; t <= last; t++) state = updateOf(optimizer)(inputsAt(optimizer, state, t, names))
  return state
}

/** Fails where the optimizer leaves its rule, number by number, in how far each has moved. */
export function expectRule(optimizer: Optimizer, rule: (parameter: RuledParameter) => ScalarRule): void {
  const start = numbersOf(startingParams())
  const found = numbersOf(train(optimizer, startingState(optimizer)).params)
  const gradients = Array.from({ length: STEPS }, (_, t) => numbersOf(gradientsAt(t + 1)))
  for (const name of NAMES)
    start[name]!.forEach((first, place) => {
      const follow = rule({ name, shape: SHAPES[name]! })
      let w = first
      let largest = Math.abs(first)
      for (let t = 1; t <= STEPS; t++) {
        // η as the optimizer is told it: float32.
        w = follow(w, gradients[t - 1]![name]![place]!, t, Math.fround(rateAt(optimizer, t)))
        largest = Math.max(largest, Math.abs(w))
      }
      // w is rounded in every step; the rest of the error is that of the distance.
      const slack = 2e-4 * Math.abs(w - first) + STEPS * 2 ** -23 * largest
      const where = `${name}[${place}] began at ${first}, moved by ${found[name]![place]! - first} in ${STEPS} steps`
      expect(Math.abs(found[name]![place]! - w), `${where}; by its rule by ${w - first}`).toBeLessThanOrEqual(slack)
    })
}

const CURVATURE = [1, 4] as const

/** ½ Σ a_i w_i² after 100 steps from (1, −1) with a constant rate; a = (1, 4). */
export function quadraticAfter(engine: Engine, optimizer: Optimizer, rate: number): number {
  const step = engine.compile((inputs: OptimizerState & { readonly at: UpdateInputs['at']; readonly a: Tensor }) => {
    const gradients = { w: mul(inputs.params['w']!, inputs.a) }
    return updateOf(optimizer)({ ...inputs, gradients })
  })
  const params: Params = { w: tensor1d([1, -1]) }
  let state: OptimizerState = { params, slots: tidy(() => optimizer.init(params)) }
  const a = tensor1d([...CURVATURE])
  for (let t = 1; t <= 100; t++) state = step({ ...state, a, at: { learningRate: scalar(rate), step: scalar(t) } })
  return numbersOf(state.params)['w']!.reduce((sum, w, place) => sum + (CURVATURE[place]! * w * w) / 2, 0)
}
