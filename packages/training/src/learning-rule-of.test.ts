import type { Autoencoder, Engine, LearningRule, Regularizer } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
import { add, mul, scalar, square, sum, tensor2d, zerosLike } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { learningRuleOf } from './learning-rule-of.js'
import { toyLoss, toyModel, toyRows, valuesOf } from './toy.fixture.js'

describe.each(testEngines())('learningRuleOf on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })
  /** Gradient 1 for every number, and a state that counts. */
  const counting: LearningRule = {
    start: () => ({ count: scalar(0) }),
    learn: (params, _x, _key, state) => ({
      value: scalar(5),
      terms: { own: scalar(5) },
      gradients: Object.fromEntries(Object.entries(params).map(([name, w]) => [name, add(zerosLike(w), 1)])),
      state: { count: add(state['count']!, 1) },
    }),
    evaluate: () => ({ value: scalar(5), terms: { own: scalar(5) } }),
  }
  const decay: Regularizer = { penalty: ({ params }) => sum(square(params['encoder.0.W']!)) }
  const parts = (more = {}) => {
    const model: Autoencoder = { ...toyModel(engine), learningRule: counting }
    const { random } = engine
    return { model, loss: toyLoss(engine), noiseUse: { samples: 1, walkback: 0 }, regularizers: [], random, ...more }
  }

  it('is the rule that the model brings', () => {
    expect(learningRuleOf(parts())).toBe(counting)
  })

  it("adds λ times the penalties' gradients to it, and keeps its state: d/dW λΣW² = 2λW", () => {
    const rule = learningRuleOf(parts({ regularizers: [{ name: 'decay', weight: 0.5, regularizer: decay }] }))
    const key = engine.random.key(1)
    const params = toyModel(engine).init(key)
    const x = tensor2d(toyRows(3))
    const { gradients, value, terms, state } = rule.learn(params, x, key, rule.start!(key))
    const W = valuesOf(params)['encoder.0.W']!
    const penalty = W.reduce((total, w) => total + w * w, 0)
    expect(valuesOf(gradients)['encoder.0.W']).toEqual(W.map((w) => expect.closeTo(1 + w, 5)))
    expect(valuesOf(gradients)['encoder.0.b']).toEqual([1, 1, 1, 1])
    expect(value.dataSync()[0]).toBeCloseTo(5 + 0.5 * penalty, 4)
    expect(terms['decay']!.dataSync()[0]).toBeCloseTo(penalty, 4)
    expect(state['count']!.dataSync()[0]).toBe(1)
    const evaluated = rule.evaluate(params, x, key)
    expect(evaluated.value.dataSync()[0]).toBeCloseTo(5 + 0.5 * penalty, 4)
    expect(Object.keys(evaluated.terms)).toEqual(Object.keys(terms))
  })

  it('refuses a noise, which such a model would not see', () => {
    const noise = { corrupt: (x: never) => mul(x, 0) as never }
    expect(() => learningRuleOf(parts({ noise }))).toThrow(expect.objectContaining({ code: 'noise-unsupported' }))
  })
})
