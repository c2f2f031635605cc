import { type Engine, HourglassError, METRIC, definePlugin, type Metric } from '@hourglass/core'
import { numbersOf, stageDataset, stageSubject, testEngines, testStage } from '@hourglass/testing'
import { sum, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { evaluate } from './evaluate.js'
import training from './index.js'
import { runStage } from './stage-run.fixture.js'
import { toyModel } from './toy.fixture.js'

/** How many examples there are, and the sum of all their codes. */
const counting: Metric = {
  async measure({ model, params, split }) {
    const { tensor2d } = await import('@tensorflow/tfjs-core')
    const indices = Array.from({ length: split.size }, (_, place) => place)
    const codes = tidy(() => {
      const x = tensor2d(split.rows(indices), [split.size, 6])
      return sum(model.encode(params, x)).dataSync()[0]!
    })
    const one = { unit: '', better: 'neither' } as const
    return [
      { name: 'examples', label: 'examples', value: split.size, ...one },
      { name: 'codes', label: 'sum of codes', value: codes, ...one },
    ]
  },
}

const metrics = definePlugin({
  name: 'metrics',
  apiVersion: 1,
  register: (registry) =>
    registry.add(METRIC, 'counting', { summary: 'counts', options: z.strictObject({}), create: () => counting }),
})

testStage(training, 'evaluate', [
  { options: { metrics: ['counting'] }, plugins: [metrics], deterministic: true },
  { options: { metrics: ['counting', 'counting'], on: 'train' }, plugins: [metrics], deterministic: true },
])

describe.each(testEngines())('evaluate on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  it('tells what each metric measures on the split it is to look at, and changes nothing', async () => {
    for (const split of ['train', 'validation', 'test'] as const) {
      const stage = evaluate({ metrics: [counting, counting], split, label: 'as it began' })
      const { before, params, seen } = await runStage(stage, engine)
      expect(numbersOf(params)).toEqual(numbersOf(before))
      expect(seen).toMatchObject([{ kind: 'measured', label: 'as it began', split }])
      const [told] = seen
      if (told?.kind !== 'measured') throw new Error('nothing was measured')
      const examples = stageDataset()[split].size
      expect(told.measurements.map(({ name, value }) => [name, value])).toEqual([
        ['examples', examples],
        ['codes', expect.any(Number)],
        ['examples 2', examples],
        ['codes 2', told.measurements[1]!.value],
      ])
    }
  })

  it('refuses, before anything is trained, a metric that cannot serve, by its place', () => {
    const subject = {
      ...stageSubject({ engine } as never),
      model: { ...toyModel(engine) },
      parameters: new Set<string>(),
    }
    const needy: Metric = { requires: ['posterior'], measure: async () => [] }
    const choosy: Metric = {
      measure: async () => [],
      check: () => {
        throw new HourglassError('no-readout', 'no classes')
      },
    }
    const checking = (metric: Metric) => () =>
      evaluate({ metrics: [counting, metric], split: 'test', label: 'x' }).check!(subject)
    expect(checking(needy)).toThrow(
      expect.objectContaining({ code: 'model-lacks', place: expect.objectContaining({ path: '.metrics[1]' }) }),
    )
    expect(checking(choosy)).toThrow(
      expect.objectContaining({ code: 'no-readout', place: expect.objectContaining({ path: '.metrics[1]' }) }),
    )
  })

  it('stops where a value is not finite', async () => {
    const broken: Metric = {
      measure: async () => [{ name: 'lost', label: 'lost', value: Number.NaN, unit: '', better: 'neither' }],
    }
    const stage = evaluate({ metrics: [broken], split: 'test', label: 'x' })
    await expect(runStage(stage, engine)).rejects.toMatchObject({ code: 'diverged' })
  })
})
