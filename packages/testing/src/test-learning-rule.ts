import {
  type Autoencoder,
  type Engine,
  type Key,
  type LearningRule,
  MODEL,
  type Params,
  type Plugin,
} from '@hourglass/core'
import { free } from '@hourglass/engine'
import { add, type Tensor, tensor2d, type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type Bench, describeVariant, type VariantCase } from './describe-variant.js'
import { LEARNING_RULE_CHECKS, type LearningRuleBench, type LearningRuleFacts } from './learning-rule-checks.js'
import { testEngines } from './test-engines.js'

export { LEARNING_RULE_CHECKS, type LearningRuleBench, type LearningRuleFacts }

/**
 * A model that brings a rule. Its parameters are `init`'s, each number moved by U(−½, ½), so that no bias is 0.
 *
 * `expectedGradient`, the one reference that says whether the rule learns what it should, is worth its lines: for a
 * model small enough it is an enumeration. The expectation is compared number by number, within 4.5 standard errors of
 * the mean over `draws` keys.
 */
export interface LearningRuleCase extends VariantCase, LearningRuleFacts {
  /** Examples, d_x numbers each; absent: five drawn uniformly from the data's range (from [−2, 2] where it has no end). */
  readonly batch?: readonly (readonly number[])[]
}

/** What `describeLearningRule` tests a rule with; freed afterwards. */
export interface LearningRuleSubject {
  readonly rule: LearningRule
  readonly params: Params
  /** [at least 2, d_x]. */
  readonly x: Tensor2D
}

/**
 * The conformance suite of the learning rule that a model brings (`Autoencoder.learningRule`): gradients for all
 * parameters, value and terms, state, purity, determinism by the key, no leaks, compiling, averaging over the batch,
 * and the expectation of a float64 reference where the case has one.
 */
export function testLearningRule(plugin: Plugin, name: string, cases: readonly LearningRuleCase[]): void {
  describeVariant(MODEL, plugin, name, cases, (bench, given) => {
    it('brings a learning rule', () => expect(bench.variant.learningRule, `${name}.learningRule`).toBeDefined())
    checks(given, () => ({ ...subjectOf(bench, given), engine: bench.engine, key: bench.key }))
  })
}

/** The same tests for any rule, e.g. backpropagation of an objective, on every engine; `make` is called within `tidy`. */
export function describeLearningRule(
  title: string,
  make: (engine: Engine) => LearningRuleSubject,
  facts: LearningRuleFacts = {},
): void {
  describe(`learning rule ${title}`, () => {
    describe.each(testEngines())('on $name', ({ create }) => {
      let made: { readonly engine: Engine; readonly root: Key } | undefined
      beforeAll(async () => {
        const engine = await create()
        made = { engine, root: engine.random.key(`learning rule ${title}`) }
      })
      afterAll(() => made?.root.dispose())
      checks(facts, () => {
        const { engine, root } = made!
        let subject!: LearningRuleSubject
        tidy(() => {
          subject = make(engine)
          return [subject.params, subject.x]
        })
        return { engine, ...subject, key: (...label) => engine.random.fold(root, ...label) }
      })
    })
  })
}

function checks(facts: LearningRuleFacts, make: () => LearningRuleBench): void {
  let bench: LearningRuleBench
  beforeAll(() => void (bench = make()))
  afterAll(() => {
    if (bench !== undefined) free(bench.params, bench.x)
  })
  for (const [title, check] of Object.entries(LEARNING_RULE_CHECKS)) it(title, () => check(bench, facts))
}

function subjectOf({ variant, data, engine, key }: Bench<Autoencoder>, given: LearningRuleCase) {
  const { random } = engine
  const { params, x } = tidy(() => {
    const moved = Object.entries(variant.init(key('init'))).map(([name, values]): [string, Tensor] => [
      name,
      add(values, random.uniform(key('move', name), values.shape, -0.5, 0.5)),
    ])
    const [low, high] = [Math.max(data.range[0], -2), Math.min(data.range[1], 2)]
    const { batch } = given
    return {
      params: Object.fromEntries(moved),
      x:
        batch === undefined
          ? (random.uniform(key('batch'), [5, data.dimensions], low, high) as Tensor2D)
          : tensor2d(batch.flat(), [batch.length, data.dimensions]),
    }
  })
  return { rule: variant.learningRule!, params: params as Params, x }
}
