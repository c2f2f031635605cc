import type { Engine, Key, Learning, LearningRule, Params } from '@hourglass/core'
import { decodeSafetensors, encodeSafetensors, free } from '@hourglass/engine'
import { concat, slice, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { leakedTensors } from './leaked-tensors.js'
import { mean, variance } from './moments.js'
import { numbersOf, rowsOf } from './numbers-of.js'
import type { NumericRecord } from './numeric-record.js'
import { relativeError } from './relative-error.js'

/** What is known of a rule besides that it is one. */
export interface LearningRuleFacts {
  /** Whether it draws, so that another key gives another gradient; absent: true. */
  readonly random?: boolean
  /** E[gradient] over keys, by parameter name, in float64. */
  readonly expectedGradient?: (params: NumericRecord, x: readonly Float64Array[]) => NumericRecord
  /** E[value] over keys, in float64. */
  readonly expectedValue?: (params: NumericRecord, x: readonly Float64Array[]) => number
  /** Keys that expectations are taken over; absent: 200. */
  readonly draws?: number
  /** How often a rule with a state learns, the parameters unchanged, before its gradient counts; absent: 0. */
  readonly burnIn?: number
}

/** A rule at a point. */
export interface LearningRuleBench {
  readonly engine: Engine
  readonly rule: LearningRule
  readonly params: Params
  /** [at least 2, d_x]. */
  readonly x: Tensor2D
  /** A key of its own for every label. */
  key(...label: readonly (string | number)[]): Key
}

type Check = (bench: LearningRuleBench, facts: LearningRuleFacts) => void | Promise<void>

/** Relative, of a compiled step, which may round otherwise. */
const COMPILED = 1e-5
/** Keys that expectations are taken over. */
const DRAWS = 200
/** Standard errors between a mean over draws and its expectation. */
const ERRORS = 4.5
/** Of the largest number, for what float32 rounds away. */
const ROUNDING = 1e-4

/** What every learning rule must do, by the title of the test. Each throws where the rule does not. */
export const LEARNING_RULE_CHECKS = {
  'gives one gradient for each parameter, of its shape, finite': ({ rule, params, x, key }) =>
    tidy(() => {
      for (const batch of [x, slice(x, 0, 1)]) {
        const { gradients } = rule.learn(params, batch, key('learn'), startOf(rule, key))
        expect(shapes(gradients), `gradients of a batch of ${batch.shape[0]}`).toEqual(shapes(params))
        for (const [name, values] of Object.entries(numbersOf(gradients)))
          expect(values.every(Number.isFinite), `gradient of ${name} is finite`).toBe(true)
      }
    }),

  'tells a value and terms, finite scalars, the same ones without learning': ({ rule, params, x, key }) =>
    tidy(() => {
      const learned = rule.learn(params, x, key('learn'), startOf(rule, key))
      const evaluated = rule.evaluate(params, x, key('learn'))
      expect(Object.keys(evaluated.terms), 'terms of evaluate are those of learn').toEqual(Object.keys(learned.terms))
      for (const [name, told] of Object.entries({ value: learned.value, ...learned.terms })) {
        expect(told.shape, `${name} is a scalar`).toEqual([])
        const number = told.dataSync()[0]!
        expect(number, `${name} is finite`).toSatisfy(Number.isFinite)
        const other = (name === 'value' ? evaluated.value : evaluated.terms[name]!).dataSync()[0]!
        const gap = Math.abs(other - number)
        expect(gap, `${name} of evaluate is that of learn with the same key`).toBeLessThanOrEqual(
          ROUNDING * Math.max(1, Math.abs(number)),
        )
      }
    }),

  'keeps the names and shapes of its state from batch to batch': ({ rule, params, x, key }) =>
    tidy(() => {
      const state = startOf(rule, key)
      const next = rule.learn(params, x, key('learn', 1), state).state
      expect(shapes(next), 'state after one batch').toEqual(shapes(state))
      const last = rule.learn(params, slice(x, 0, 1), key('learn', 2), next).state
      expect(shapes(last), 'state after a smaller batch').toEqual(shapes(state))
    }),

  'is a pure function: the same arguments give the same bits, and stay as they were': ({ rule, params, x, key }) =>
    tidy(() => {
      const state = startOf(rule, key)
      expect(numbersOf(startOf(rule, key)), 'start with the same key').toEqual(numbersOf(state))
      const given = () => ({ params: numbersOf(params), state: numbersOf(state), x: rowsOf(x) })
      const before = given()
      const first = everything(rule.learn(params, x, key('learn'), state))
      rule.evaluate(params, x, key('learn'))
      expect(everything(rule.learn(params, x, key('learn'), state)), 'learn with the same arguments').toEqual(first)
      expect(given(), 'what the rule was given').toEqual(before)
    }),

  'draws by its key': ({ rule, params, x, key }, { random = true }) =>
    tidy(() => {
      const gradients = (label: string) => numbersOf(rule.learn(params, x, key(label), startOf(rule, key)).gradients)
      const [one, other] = [gradients('one'), gradients('other')]
      if (random) expect(other, 'another key, another gradient (`random: false` if it draws nothing)').not.toEqual(one)
      else expect(other, 'a rule that draws nothing gives the same gradient for any key').toEqual(one)
      if (rule.start === undefined) return
      const starts = [1, 2].map((which) => numbersOf(rule.start!(key('start', which))))
      if (random) expect(starts[1], 'another key, another start').not.toEqual(starts[0])
    }),

  'learns on from a saved state bit for bit': ({ rule, params, x, key }) =>
    tidy(() => {
      const { state } = rule.learn(params, x, key('learn', 1), startOf(rule, key))
      const again = decodeSafetensors(encodeSafetensors(state), 'the saved state')
      const next = (from: Params) => everything(rule.learn(params, x, key('learn', 2), from))
      expect(next(again), 'after the state was saved and loaded').toEqual(next(state))
    }),

  'leaves no tensors behind': async ({ engine, rule, params, x, key }) => {
    const keys = { start: key('start'), learn: key('learn') }
    const learn = () =>
      tidy(() => {
        const { state, gradients } = rule.learn(params, x, keys.learn, rule.start?.(keys.start) ?? {})
        return [state, gradients, rule.evaluate(params, x, keys.learn).value] as never
      })
    const leaked = await leakedTensors(engine, learn)
    free(keys)
    expect(leaked, 'tensors left behind by learn and evaluate').toBe(0)
  },

  'gives the same when it is compiled': ({ engine, rule, params, x, key }) =>
    tidy(() => {
      const inputs = { params, x, key: key('learn'), state: startOf(rule, key) }
      const learn = (from: typeof inputs) => ({ ...rule.learn(from.params, from.x, from.key, from.state) })
      const compiled = engine.compile(learn)
      for (const call of [1, 2])
        for (const [what, expected] of Object.entries(everything(learn(inputs)))) {
          const error = relativeError(everything(compiled(inputs))[what]!, expected)
          expect(error, `${what}, call ${call} of the compiled step: relative error`).toBeLessThan(COMPILED)
        }
    }),

  'averages over the batch: every example twice changes no expectation': (bench, { draws = DRAWS }) => {
    const twice = tidy(() => concat([bench.x, bench.x])) as Tensor2D
    const [once, doubled] = [bench.x, twice].map((x) => sample(bench, x, Math.min(draws, 100), 0))
    twice.dispose()
    for (const name of Object.keys(once!))
      expectWithin(once![name]!, doubled![name]!, `${name}, every example twice (a mean, not a sum, over the batch?)`)
  },

  'has the expectation of its float64 reference': (bench, { draws = DRAWS, burnIn = 0, ...facts }) => {
    const { expectedGradient, expectedValue } = facts
    if (expectedGradient === undefined && expectedValue === undefined) return
    const found = sample(bench, bench.x, draws, burnIn)
    const [params, x] = [numbersOf(bench.params), rowsOf(bench.x)]
    const expected: Record<string, ArrayLike<number>> = { ...expectedGradient?.(params, x) }
    if (expectedGradient !== undefined)
      expect(Object.keys(expected).toSorted(), 'parameters of the reference').toEqual(Object.keys(params).toSorted())
    if (expectedValue !== undefined) expected[VALUE] = [expectedValue(params, x)]
    for (const [name, values] of Object.entries(expected))
      expectWithin(found[name]!, Array.from(values, exactly), `${name} against the reference`)
  },
} satisfies Record<string, Check>

/** Mean over draws and its standard error. */
interface Estimate {
  readonly mean: number
  readonly error: number
}

const VALUE = 'the value'

function startOf(rule: LearningRule, key: LearningRuleBench['key']): Params {
  return rule.start?.(key('start')) ?? {}
}

function exactly(value: number): Estimate {
  return { mean: value, error: 0 }
}

/** Estimates of the expectation over keys of every number of the gradients, and of the value. */
function sample(bench: LearningRuleBench, x: Tensor2D, draws: number, burnIn: number): Record<string, Estimate[]> {
  const drawn: NumericRecord[] = []
  for (let draw = 0; draw < draws; draw++) tidy(() => void drawn.push(learnAfter(bench, x, draw, burnIn)))
  return Object.fromEntries(
    Object.keys(drawn[0]!).map((name) => [
      name,
      Array.from(drawn[0]![name]!, (_, place) => {
        const values = drawn.map((record) => record[name]![place]!)
        return { mean: mean(values), error: Math.sqrt(variance(values) / draws) }
      }),
    ]),
  )
}

function learnAfter(
  { rule, params, key }: LearningRuleBench,
  x: Tensor2D,
  draw: number,
  burnIn: number,
): NumericRecord {
  let state: Params = rule.start?.(key('start', draw, x.shape[0])) ?? {}
  for (let step = 0; step < burnIn; step++)
    state = tidy(() => rule.learn(params, x, key('burn-in', draw, step, x.shape[0]), state).state as never) as Params
  const { value, gradients } = rule.learn(params, x, key('draw', draw, x.shape[0]), state)
  return { ...numbersOf(gradients), [VALUE]: Float64Array.from(value.dataSync()) }
}

function expectWithin(found: readonly Estimate[], expected: readonly Estimate[], what: string): void {
  const scale = Math.max(...expected.map((estimate) => Math.abs(estimate.mean)))
  expect(found.length, `numbers of ${what}`).toBe(expected.length)
  for (const [place, estimate] of found.entries()) {
    const other = expected[place]!
    const bound = ERRORS * Math.hypot(estimate.error, other.error) + ROUNDING * scale
    const gap = Math.abs(estimate.mean - other.mean)
    expect(gap, `${what}, number ${place}: ${estimate.mean} ± ${estimate.error}, expected ${other.mean}`).toBeLessThan(
      bound + Number.MIN_VALUE,
    )
  }
}

function shapes(tensors: Params): Record<string, number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]))
}

function everything({ value, terms, gradients, state }: Learning): Record<string, NumericRecord> {
  const told: Record<string, Tensor> = { [VALUE]: value, ...terms }
  return { told: numbersOf(told), gradients: numbersOf(gradients), state: numbersOf(state) }
}
