import {
  type Engine,
  HourglassError,
  type Measurement,
  type Metric,
  type Predictions,
  type Split,
} from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { describe, expect, it } from 'vitest'

import { checkJudging, checkRefusals } from './metric-checks.js'
import { prepareSubject } from './metric-subject.js'

/** On 90 examples of three classes and a network of one layer. */
async function tryOn(
  check: (metric: Metric, context: ReturnType<typeof prepared>['context']) => Promise<void>,
  metric: Metric,
) {
  const engine = await createCpuEngine()
  const subject = prepared(engine)
  try {
    await check(metric, subject.context)
  } finally {
    subject.free()
  }
}

function prepared(engine: Engine) {
  const data = { dimensions: 4, range: [0, 1], classes: 3 } as const
  return prepareSubject({ engine, data }, { examples: 90 }, engine.random.key(1))
}

const measured = (name: string, value: number, better: Measurement['better'] = 'neither'): Measurement => ({
  ...{ name, label: name, value, unit: '', better },
})
const wrongIn = (predictions: Predictions, { labels, size }: Split): number =>
  Array.from(labels!).filter((label, place) => predictions[place] !== label).length / size

describe('checkJudging', () => {
  const judge = (measure: Metric['measure']): Metric => ({ judges: 'classes', measure })
  /** Of the model it says that all is wrong. */
  const good = judge(async ({ predictions, split }) =>
    predictions === undefined
      ? [measured('error', 1, 'lower'), measured('cost', 2)]
      : [measured('error', wrongIn(predictions, split), 'lower')],
  )

  it('takes a metric that measures predictions', () => tryOn(checkJudging, good))

  it.each<[string, Metric, RegExp]>([
    ['ignores them', judge(async () => [measured('error', 0.5, 'lower')]), /than ignorant ones/],
    [
      'says that right is worst',
      judge(async ({ predictions, split }) => [
        measured('error', wrongIn(predictions ?? split.labels!, split), 'higher'),
      ]),
      /than ignorant ones/,
    ],
    [
      'prefers one and the same',
      judge(async ({ predictions = [0] }) => [
        measured(
          'a',
          Array.from(predictions).findLastIndex((each) => each === 0),
          'higher',
        ),
      ]),
      /all the same|ignorant/,
    ],
    [
      'encodes',
      judge(async ({ model, params, split }) => [measured('a', model.encode(params, split as never).size)]),
      /measure them, not the model/,
    ],
    [
      'calls them otherwise',
      judge(async ({ predictions, split }) => [
        measured(predictions ? 'b' : 'a', wrongIn(predictions ?? [], split), 'lower'),
      ]),
      /below those of the model/,
    ],
    [
      'overwrites them',
      judge(async ({ predictions = [], split }) => [
        measured('a', wrongIn((predictions as number[]).fill(0), split), 'lower'),
      ]),
      /read only|object is frozen|Cannot assign/,
    ],
    [
      'takes arrays alone',
      judge(async ({ predictions = [], split }) => [
        measured('a', Array.isArray(predictions) ? wrongIn(predictions, split) : 1, 'lower'),
      ]),
      /any list of numbers/,
    ],
  ])('finds out a metric that %s', async (_, metric, message) => {
    await expect(tryOn(checkJudging, metric)).rejects.toThrow(message)
  })
})

describe('checkRefusals', () => {
  const BIAS = 'encoder.0.b'
  const refusal = new HourglassError('lacking', 'there is no bias')
  const refuseBiasless: Metric['check'] = ({ parameters }) => {
    if (!parameters.has(BIAS)) throw refusal
  }
  const anything: Metric = { measure: async () => [measured('a', 1)] }
  const needsBias: Metric = {
    async measure({ params }) {
      if (!(BIAS in params)) throw refusal
      return [measured('a', 1)]
    },
  }

  it.each<[string, Metric]>([
    ['whose check refuses what its measuring would', { ...needsBias, check: refuseBiasless }],
    ['that refuses nothing', anything],
  ])('takes a metric %s', (_, metric) => tryOn(checkRefusals, metric))

  it.each<[string, Metric, RegExp]>([
    ['refuses only after training', needsBias, /measure\(\) refuses parameters without "encoder.0.b"/],
    ['refuses what it measures', { ...anything, check: refuseBiasless }, /of which measure\(\) measures/],
    [
      'refuses the subject itself',
      {
        ...needsBias,
        check() {
          throw refusal
        },
      },
      /there is no bias/,
    ],
    [
      'refuses without saying how to mend it',
      {
        ...needsBias,
        check({ parameters }) {
          if (!parameters.has(BIAS)) throw new Error('bias')
        },
      },
      /says what to mend/,
    ],
  ])('finds out a metric that %s', async (_, metric, message) => {
    await expect(tryOn(checkRefusals, metric)).rejects.toThrow(message)
  })
})
