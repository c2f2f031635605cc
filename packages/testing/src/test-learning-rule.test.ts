import type { Engine, Learning, LearningRule } from '@hourglass/core'
import {
  add,
  keep,
  mean,
  mul,
  neg,
  ones,
  type Scalar,
  square,
  sub,
  sum,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import {
  describeLearningRule,
  LEARNING_RULE_CHECKS,
  type LearningRuleBench,
  type LearningRuleFacts,
} from './test-learning-rule.js'
import { testEngines } from './test-engines.js'

const ROWS = [
  [1, 0, 2],
  [3, -1, 0.5],
  [0, 0.25, 1],
]

/**
 * The centre m of the data from noisy examples x + ε, ε ~ N(0, 1): value ½‖m − x‖², gradient m − mean(x + ε). Its state
 * sums up what it has seen.
 */
function centre({ random }: Engine): LearningRule {
  const cost: LearningRule['evaluate'] = (params, x) => {
    const value = mul(mean(sum(square(sub(params['m']!, x)), 1)), 0.5) as Scalar
    return { value, terms: { distance: value } }
  }
  return {
    start: (key) => ({ seen: random.normal(key, [3]) }),
    evaluate: cost,
    learn(params, x, key, state) {
      const noisy = mean(add(x, random.normal(key, x.shape)), 0)
      return {
        ...cost(params, x, key),
        gradients: { m: sub(params['m']!, noisy) },
        state: { seen: add(state['seen']!, noisy) },
      }
    },
  }
}

const subject = (rule: LearningRule) => ({ rule, params: { m: tensor1d([0.5, -1, 2]) }, x: tensor2d(ROWS) })
const column = (place: number) => ROWS.reduce((total, row) => total + row[place]! / ROWS.length, 0)
const FACTS: LearningRuleFacts = {
  expectedGradient: ({ m }) => ({ m: m!.map((value, place) => value - column(place)) }),
  expectedValue: ({ m }, x) =>
    x.reduce((total, row) => total + row.reduce((sum, value, i) => sum + (value - m![i]!) ** 2 / 2, 0) / x.length, 0),
}

describeLearningRule('that draws, with a state', (engine) => subject(centre(engine)), FACTS)

describeLearningRule(
  'that draws nothing and has no state',
  (engine) => {
    const { evaluate } = centre(engine)
    const learn: LearningRule['learn'] = (params, x, key) => ({
      ...evaluate(params, x, key),
      gradients: { m: sub(params['m']!, mean(x, 0)) },
      state: {},
    })
    return subject({ evaluate, learn })
  },
  { ...FACTS, random: false, draws: 2 },
)

type Title = keyof typeof LEARNING_RULE_CHECKS
type Fault = (rule: LearningRule, engine: Engine) => LearningRule
const learning = (change: (learned: Learning) => Partial<Learning>): Fault => {
  return (rule) => ({
    ...rule,
    learn(...given) {
      const learned = rule.learn(...given)
      return { ...learned, ...change(learned) }
    },
  })
}
let calls = 0

const FAULTS: readonly (readonly [string, Title, Fault])[] = [
  [
    'a parameter left out',
    'gives one gradient for each parameter, of its shape, finite',
    learning(() => ({ gradients: {} })),
  ],
  [
    'a value for each example',
    'tells a value and terms, finite scalars, the same ones without learning',
    learning(() => ({ value: ones([3]) as never })),
  ],
  [
    'a value of another kind',
    'tells a value and terms, finite scalars, the same ones without learning',
    learning(({ value }) => ({ value: mul(value, 2) as Scalar })),
  ],
  [
    'a term that evaluation does not know',
    'tells a value and terms, finite scalars, the same ones without learning',
    learning(({ terms, value }) => ({ terms: { ...terms, more: value } })),
  ],
  ['a state dropped', 'keeps the names and shapes of its state from batch to batch', learning(() => ({ state: {} }))],
  [
    'a counter of its own',
    'is a pure function: the same arguments give the same bits, and stay as they were',
    learning(({ gradients }) => ({ gradients: { m: add(gradients['m']!, calls++) } })),
  ],
  [
    'the same draw for every key',
    'draws by its key',
    (rule, { random }) => ({ ...rule, learn: (params, x, _, state) => rule.learn(params, x, random.key(1), state) }),
  ],
  [
    'the same start for every key',
    'draws by its key',
    (rule) => ({ ...rule, start: () => ({ seen: tensor1d([0, 0, 0]) }) }),
  ],
  ['a tensor kept', 'leaves no tensors behind', learning(() => (keep(tensor1d([1])), {}))],
  [
    'a sum over the batch',
    'averages over the batch: every example twice changes no expectation',
    (rule) => ({
      ...rule,
      learn(params, x, key, state) {
        const learned = rule.learn(params, x, key, state)
        return { ...learned, gradients: { m: mul(learned.gradients['m']!, x.shape[0]) } }
      },
    }),
  ],
  [
    'the direction of ascent',
    'has the expectation of its float64 reference',
    learning(({ gradients }) => ({ gradients: { m: neg(gradients['m']!) } })),
  ],
]

describe('the suite refuses', () => {
  let engine: Engine
  beforeAll(async () => void (engine = await testEngines()[0]!.create()))
  const bench = (rule: LearningRule): LearningRuleBench => {
    const root = engine.random.key('faults')
    return { engine, ...subject(rule), key: (...label) => engine.random.fold(root, ...label) }
  }

  it.each(FAULTS)('%s', async (_, title, fault) => {
    const check = async (rule: LearningRule) => LEARNING_RULE_CHECKS[title](bench(rule), FACTS)
    await check(centre(engine))
    await expect(check(fault(centre(engine), engine))).rejects.toThrow()
  })
})
