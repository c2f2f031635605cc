import { OPTIMIZER, type Params, type Plugin } from '@hourglass/core'
import { decodeSafetensors, encodeSafetensors } from '@hourglass/engine'
import { type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'

import { describeVariant, type VariantCase } from './describe-variant.js'
import { leakedTensors } from './leaked-tensors.js'
import { numbersOf } from './numbers-of.js'
import {
  expectRule,
  inputsAt,
  type OptimizerState,
  quadraticAfter,
  type RuledParameter,
  type ScalarRule,
  startingParams,
  startingState,
  STEPS,
  train,
  updateOf,
} from './optimizer-checks.js'
import { relativeError } from './relative-error.js'

export type { RuledParameter, ScalarRule } from './optimizer-checks.js'

export interface OptimizerCase extends VariantCase {
  /**
   * The update rule in plain float64, made anew for every single number of every parameter: its memory is in variables
   * of the function. `() => (w, g, t, eta) => w - eta * g`.
   */
  readonly rule: (parameter: RuledParameter) => ScalarRule
}

/**
 * The conformance suite of an optimizer: it follows its rule over 20 steps with a learning rate that changes (and is 0
 * once), gradients over five powers of ten and some that stay 0; slots are named after parameters, survive a file bit
 * for bit, and keep names and shapes; the order of names does not matter; it finds the minimum of a quadratic; what it
 * is given stays as it was, nothing is left behind, and compiled it is the same.
 */
export function testOptimizer(plugin: Plugin, name: string, cases: readonly OptimizerCase[]): void {
  describeVariant(OPTIMIZER, plugin, name, cases, (bench, given) => {
    it('follows its rule, in float64, with a learning rate that changes', () => {
      tidy(() => expectRule(bench.variant, given.rule))
    })

    it('tells its learning rate', () => {
      const { learningRate } = bench.variant
      expect(learningRate, 'learningRate is the number η before any schedule').toBeTypeOf('number')
      expect(learningRate).toBeGreaterThan(0)
      const told = bench.scope.host.complete(OPTIMIZER, { use: name, ...given.options })['learningRate']
      if (told !== undefined) expect(learningRate, 'learningRate is the one of its options').toBe(told)
    })

    it('keeps its memory in slots that are named after parameters', () => {
      tidy(() => {
        const start = startingState(bench.variant)
        const names = Object.keys(start.params)
        for (const [slot, value] of Object.entries(start.slots)) {
          const owners = names.filter((parameter) => slot.startsWith(`${parameter}/`))
          expect(owners, `slot "${slot}" is called <parameter>/<what it holds>`).not.toEqual([])
          expect(Object.values(start.params), `slot "${slot}" is a tensor of its own, a clone`).not.toContain(value)
        }
        const end = train(bench.variant, start, 1, 2)
        expect(shapesOf(end.params), 'params keep their names and shapes').toEqual(shapesOf(start.params))
        expect(shapesOf(end.slots), 'slots keep their names and shapes').toEqual(shapesOf(start.slots))
      })
    })

    it('does not depend on the order of the parameters', () => {
      tidy(() => {
        const names = Object.keys(startingParams())
        const backwards = names.toReversed()
        const expected = bitsOf(train(bench.variant, startingState(bench.variant)))
        const found = bitsOf(train(bench.variant, startingState(bench.variant, backwards), 1, STEPS, backwards))
        expect(found).toEqual(expected)
      })
    })

    it('goes on bit for bit from parameters and slots that were saved', () => {
      tidy(() => {
        const half = train(bench.variant, startingState(bench.variant), 1, STEPS / 2)
        const saved = (tensors: Params): Params => decodeSafetensors(encodeSafetensors(tensors), 'a checkpoint')
        const loaded = { params: saved(half.params), slots: saved(half.slots) }
        const rest = (state: OptimizerState) => bitsOf(train(bench.variant, state, STEPS / 2 + 1))
        expect(rest(loaded), 'nothing is remembered but in slots').toEqual(rest(half))
      })
    })

    it('is pure: twice the same from the same, whatever it was asked in between', () => {
      tidy(() => {
        const once = bitsOf(train(bench.variant, startingState(bench.variant)))
        expect(bitsOf(train(bench.variant, startingState(bench.variant)))).toEqual(once)
      })
    })

    it('leaves what it is given as it was', () => {
      tidy(() => {
        const start = startingState(bench.variant)
        const inputs = inputsAt(bench.variant, train(bench.variant, start, 1, 3), 4)
        const { params, slots, gradients, at } = inputs
        const flat = { ...prefixed('params', params), ...prefixed('slots', slots), ...prefixed('gradients', gradients) }
        const before = bitsOf({ params: flat, slots: at })
        const next = updateOf(bench.variant)(inputs)
        for (const tensor of [...Object.values(flat), ...Object.values(at)])
          expect(tensor.isDisposed, 'an input was disposed of').toBe(false)
        expect(bitsOf({ params: flat, slots: at })).toEqual(before)
        for (const tensor of [...Object.values(next.params), ...Object.values(next.slots)])
          expect(Object.values(at), 'at.learningRate and at.step are freed after the step: clone them').not.toContain(
            tensor,
          )
      })
    })

    it('stays finite where the gradient is 0 from the first step on', () => {
      tidy(() => {
        let state = startingState(bench.variant)
        for (let t = 1; t <= 3; t++) {
          const inputs = inputsAt(bench.variant, state, t)
          const zeros = Object.entries(inputs.gradients).map(([parameter, g]) => [parameter, zerosLike(g)] as const)
          state = updateOf(bench.variant)({ ...inputs, gradients: Object.fromEntries(zeros) })
        }
        for (const [parameter, values] of Object.entries(numbersOf(state.params)))
          expect(values.every(Number.isFinite), `${parameter} is ${values}`).toBe(true)
      })
    })

    it('finds the minimum of a quadratic with some learning rate', () => {
      tidy(() => {
        const values = [0.01, 0.1, 1].map((rate) => quadraticAfter(bench.engine, bench.variant, rate))
        const least = Math.min(...values.filter(Number.isFinite))
        expect(least, 'of 2.5 at the start, after 100 steps with rate 0.01, 0.1 or 1').toBeLessThan(0.1)
      })
    })

    it('compiled it does the same, and no step is frozen into it', () => {
      tidy(() => {
        const step = bench.engine.compile(updateOf(bench.variant))
        let state = startingState(bench.variant)
        for (let t = 1; t <= STEPS; t++) state = step(inputsAt(bench.variant, state, t))
        const eager = train(bench.variant, startingState(bench.variant))
        expect(relativeError(numbersOf(state.params), numbersOf(eager.params))).toBeLessThan(1e-6)
        expect(relativeError(numbersOf(state.slots), numbersOf(eager.slots))).toBeLessThan(1e-6)
      })
    })

    it('leaves no tensor behind', async () => {
      const start = startingState(bench.variant)
      const inputs = inputsAt(bench.variant, start, 1)
      const update = updateOf(bench.variant)
      expect(await leakedTensors(bench.engine, () => tidy(() => bench.variant.init(start.params)))).toBe(0)
      // Only the new tensors: a tensor that is handed on unchanged stays its owner's.
      const fresh = () => tidy(() => Object.values(update(inputs).params).map((w) => zerosLike(w)))
      expect(await leakedTensors(bench.engine, fresh), 'an update keeps no tensor').toBe(0)
    })
  })
}

function shapesOf(tensors: Params): Record<string, readonly (number | string)[]> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { dtype, shape }]) => [name, [dtype, ...shape]]))
}

/** All numbers, for comparison to the bit. */
function bitsOf({ params, slots }: { readonly params: Params; readonly slots: Params }) {
  const read = (tensors: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, [...values.dataSync()]]))
  return { params: read(params), slots: read(slots) }
}

function prefixed(prefix: string, tensors: Params): Params {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [`${prefix} ${name}`, value]))
}
