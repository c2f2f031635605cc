import type { Engine } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import { classifyBySvm, svmDecisions } from './classify-by-svm.js'
import { ASKED, CLOUD_LABELS, CLOUDS, labelledSplit, REFERENCE } from './three-classes.fixture.js'
import { trainSvm, trainSvms } from './train-svm.js'

const train = labelledSplit(CLOUDS, CLOUD_LABELS)
const asked = labelledSplit(ASKED, [])

describe.each(testEngines())('an SVM on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  it.each(REFERENCE)(
    'decides as LIBSVM does: $kernel',
    async ({ kernel, support, biases, decisions, classes, wrong }) => {
      const model = await trainSvm(train, { kernel, cost: 2, tolerance: 1e-6 })
      expect(Array.from(model.supportVectors)).toEqual(support)
      expect(model.pairs).toEqual([
        [0, 1],
        [0, 2],
        [1, 2],
      ])
      model.biases.forEach((bias, pair) => expect(bias).toBeCloseTo(biases[pair]!, 4))
      svmDecisions(model, train, asked).forEach((value, place) => expect(value).toBeCloseTo(decisions[place]!, 4))
      expect(Array.from(classifyBySvm(model, train, asked))).toEqual(classes)
      const found = classifyBySvm(model, train, train)
      expect(found.filter((label, t) => label !== CLOUD_LABELS[t])).toHaveLength(wrong)
    },
  )

  it('decides on many examples as on few, and frees what it made', async () => {
    const [{ kernel, decisions }] = REFERENCE as [(typeof REFERENCE)[0]]
    const model = await trainSvm(train, { kernel, cost: 2, tolerance: 1e-6 })
    const many = labelledSplit(
      Array.from({ length: 2003 }, (_, place) => ASKED[place % 5]!),
      [],
    )
    const before = engine.tensorCount()
    const values = svmDecisions(model, train, many)
    expect(engine.tensorCount()).toBe(before)
    expect(values.length).toBe(3 * 2003)
    values.forEach((value, place) => expect(value).toBeCloseTo(decisions[place % 15]!, 4))
  })
})

describe('trainSvms', () => {
  beforeAll(async () => void (await testEngines()[0]!.create()))
  const rbf = { use: 'rbf', gamma: 0.5 } as const

  it('trains several at once as each alone', async () => {
    const settings = [
      { kernel: rbf, cost: 1 },
      { kernel: rbf, cost: 10 },
      { kernel: { use: 'linear' } as const, cost: 1 },
      { kernel: rbf, cost: 1 },
    ]
    const together = await trainSvms(train, settings)
    for (const [place, setting] of settings.entries()) expect(together[place]).toEqual(await trainSvm(train, setting))
    expect(together[0]).not.toEqual(together[1])
  })

  it('takes classes as they are numbered, though some have no examples', async () => {
    const renamed = labelledSplit(
      CLOUDS,
      CLOUD_LABELS.map((label) => [9, 2, 5][label]!),
    )
    const model = await trainSvm(renamed, { kernel: rbf, cost: 100 })
    expect(model.pairs).toEqual([
      [2, 5],
      [2, 9],
      [5, 9],
    ])
    // The clouds overlap, but not for a kernel this narrow and a cost this high.
    const narrow = await trainSvm(renamed, { kernel: { use: 'rbf', gamma: 50 }, cost: 100 })
    expect(classifyBySvm(narrow, renamed, renamed)).toEqual(renamed.labels)
  })

  it('tells of every pair, and stops between two where it is told to', async () => {
    const told: string[] = []
    const stop = new AbortController()
    const progress = (message: string): void => {
      told.push(message)
      if (told.length === 2) stop.abort(new Error('enough'))
    }
    const training = trainSvm(train, { kernel: rbf, cost: 1 }, { progress, signal: stop.signal })
    await expect(training).rejects.toThrow('enough')
    expect(told).toEqual(['SVM: 1 of 3 pairs of classes', 'SVM: 2 of 3 pairs of classes'])
  })

  it.each([
    [
      'one class',
      labelledSplit(
        CLOUDS,
        CLOUDS.map(() => 4),
      ),
    ],
    ['no labels', { size: train.size, rows: train.rows }],
  ])('refuses %s', async (_, split) => {
    const training = trainSvm(split, { kernel: rbf, cost: 1 })
    await expect(training).rejects.toMatchObject({ code: 'invalid-data' })
  })
})
