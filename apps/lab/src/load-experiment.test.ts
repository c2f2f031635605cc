import type { HourglassError } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import { builtInExperiments, readExperimentSource } from './experiment-source.js'
import { loadExperiment } from './load-experiment.js'

const VALID = `name: trial
dataset: mnist-10k
noise: { use: masking, fraction: 0.25 }
model:
  use: dense
  hidden: [16]
loss: bernoulli
stages:
  - use: pretrain
    epochs: 1
    optimizer:
      use: adam
      learningRate: 0.01
`

async function failure(text: string, set: string[] = []): Promise<HourglassError> {
  const error: unknown = await loadExperiment({ name: 'trial.yaml', text, folder: import.meta.dirname }, set).then(
    () => expect.unreachable('this experiment is wrong'),
    (thrown: unknown) => thrown,
  )
  return error as HourglassError
}

describe('loadExperiment', () => {
  it('reads every built-in experiment', async () => {
    expect(builtInExperiments()).toContain('quickstart')
    for (const name of builtInExperiments())
      expect((await loadExperiment(readExperimentSource(name))).experiment.name).toBe(name)
  })

  it('writes out every default', async () => {
    const { experiment } = await loadExperiment({ name: 'trial.yaml', text: VALID, folder: '.' })
    expect(experiment).toMatchObject({
      plugins: [],
      noise: { use: 'masking', fraction: 0.25, samples: 1 },
      model: { activation: 'sigmoid', tied: true },
      stages: [{ batch: 100, optimizer: { use: 'adam', beta1: 0.9 } }],
      seed: 1,
    })
  })

  it('takes settings in order, the later one over the earlier', async () => {
    const set = ['noise.fraction=0.5', 'stages[0].optimizer.learningRate=0.2', 'noise.fraction=0.75']
    const { experiment } = await loadExperiment({ name: 'trial.yaml', text: VALID, folder: '.' }, set)
    expect(experiment).toMatchObject({ noise: { fraction: 0.75 }, stages: [{ optimizer: { learningRate: 0.2 } }] })
  })

  it.each([
    ['an unknown plugin', VALID.replace('masking', 'maksing'), { line: 3, column: 10 }, 'masking'],
    ['an unknown option', VALID.replace('hidden:', 'hiden:'), { line: 6, column: 3 }, 'hidden'],
    ['an unknown top-level key', `${VALID}sead: 3\n`, { line: 14, column: 1 }, 'seed'],
    ['a wrong type', VALID.replace('[16]', 'many'), { line: 6, column: 3 }, 'a list'],
    ['a number out of range', VALID.replace('0.25', '1.25'), { line: 3, column: 24 }, 'from 0 to 1'],
    ['an option deep inside', VALID.replace('0.01', '-1'), { line: 13, column: 7 }, 'greater than 0'],
    ['a missing part', VALID.replace('loss: bernoulli\n', ''), { line: 1, column: 1 }, 'loss'],
  ])('tells line, column and what was expected of %s', async (_, text, place, expected) => {
    const error = await failure(text)
    expect(error.code).toBe('invalid-experiment')
    expect(error.place).toMatchObject({ source: 'trial.yaml', ...place })
    expect(error.format()).toContain(expected)
  })

  it('blames the setting, not the file', async () => {
    const error = await failure(VALID, ['model.hidden=0'])
    expect(error.place?.source).toBe('--set model.hidden=0')
    expect(error.place?.line).toBeUndefined()
  })

  it.each(['noise', 'noise fraction=1', '=3'])('refuses the setting "%s"', async (setting) =>
    expect((await failure(VALID, [setting])).code).toBe('invalid-setting'),
  )

  it('refuses YAML that is none, with its place', async () => {
    const error = await failure('name: trial\nmodel: { use: dense\nloss: bernoulli\n')
    expect(error.code).toBe('invalid-yaml')
    expect(error.place?.line).toBeGreaterThan(1)
  })

  it.each(['', '3', '[1, 2]', 'just words'])('refuses "%s" as an experiment', async (text) =>
    expect((await failure(text)).code).toBe('invalid-experiment'),
  )

  it('refuses a plugin package that is not there, with its place in the file', async () => {
    const error = await failure(`${VALID}plugins: [hourglass-plugin-of-nobody]\n`)
    expect(error).toMatchObject({ code: 'plugin-not-found', place: { line: 14 } })
  })

  it('loads a plugin by a file beside the experiment', async () => {
    const text = `${VALID.replace('masking, fraction: 0.25', 'halving')}plugins: [./fixtures/halving-plugin.mjs]\n`
    const { experiment, host } = await loadExperiment({ name: 'trial.yaml', text, folder: import.meta.dirname })
    expect(experiment.noise).toEqual({ use: 'halving', samples: 1, walkback: 0 })
    expect(host.names({ id: 'noise', common: () => ({}) })).toContain('halving')
  })
})

describe('readExperimentSource', () => {
  it('suggests a built-in experiment for a mistyped name', () =>
    expect(() => readExperimentSource('quikstart')).toThrow('there is no experiment "quikstart"'))
  it('refuses a folder', () => expect(() => readExperimentSource(import.meta.dirname)).toThrow('is not a file'))
})
