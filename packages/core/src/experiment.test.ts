import { describe, expect, it } from 'vitest'

import { parseExperiment } from './experiment.js'
import { fakePlugins, leastExperiment } from './fake-plugins.fixture.js'
import { PluginHost } from './plugin-host.js'
import { thrownBy } from './thrown.fixture.js'

const host = new PluginHost([fakePlugins])
const explain = (changes: Readonly<Record<string, unknown>>) =>
  thrownBy(() => parseExperiment(host, { ...leastExperiment, ...changes }))

const full = {
  name: 'full',
  description: 'Says everything: σ(Wx̃ + b).',
  plugins: ['@example/fakes'],
  dataset: { use: 'mnist-10k' },
  noise: { use: 'masking', fraction: 0.1, samples: 2 },
  model: { use: 'dense', hidden: [10, 5], activation: 'tanh', tied: false },
  loss: { use: 'gaussian' },
  regularizers: [{ use: 'weight-decay', weight: 0.01 }],
  stages: [
    { use: 'pretrain', epochs: 2, batch: 7, optimizer: { use: 'sgd', learningRate: 0.5 }, patience: 3 },
    { use: 'repeat', times: 3, inner: [{ use: 'pretrain', optimizer: { use: 'adam' } }] },
  ],
  metrics: ['reconstruction'],
  baselines: ['pca', 'mean'],
  seed: 42,
}

describe('parseExperiment', () => {
  it('writes every default out', () => {
    expect(parseExperiment(host, leastExperiment)).toEqual({
      name: 'least',
      plugins: [],
      dataset: { use: 'mnist-10k' },
      model: { use: 'dense', hidden: [256], activation: 'sigmoid', tied: true },
      loss: { use: 'bernoulli' },
      regularizers: [],
      stages: [{ use: 'pretrain', epochs: 15, batch: 100, optimizer: { use: 'adam', learningRate: 0.001 } }],
      metrics: [],
      baselines: [],
      seed: 1,
    })
  })

  it.each([
    ['the least', leastExperiment],
    ['a full one', full],
  ])('of a parsed one is the same: %s', (_, value) => {
    const once = parseExperiment(host, value)
    expect(parseExperiment(host, once)).toEqual(once)
    expect(parseExperiment(host, JSON.parse(JSON.stringify(once)))).toEqual(once)
  })

  it('keeps what is said', () => {
    const parsed = parseExperiment(host, full)
    expect(parsed).toMatchObject({ description: full.description, noise: full.noise, model: full.model, seed: 42 })
    expect(parsed.noise?.samples).toBe(2)
    expect(parsed.regularizers[0]?.weight).toBe(0.01)
  })

  it('does not change what it is given', () => {
    const frozen = Object.freeze({ ...leastExperiment, stages: Object.freeze(['pretrain']) })
    expect(() => parseExperiment(host, frozen)).not.toThrow()
  })

  it.each(['a', '7', 'deep-2', 'a'.repeat(64)])('takes the name %s', (name) => {
    expect(parseExperiment(host, { ...leastExperiment, name }).name).toBe(name)
  })

  // A name becomes a folder.
  it.each(['', 'Deep', 'a b', '-a', 'a-', 'a--b', '../a', 'a/b', 'ä', 'a\n', 'a'.repeat(65)])(
    'refuses the name %j',
    (name) => {
      const error = explain({ name })
      expect(error.code).toBe('invalid-experiment')
      expect(error.place?.path).toBe('name')
    },
  )

  it.each(['dataset', 'model', 'loss'])('needs a %s', (point) => {
    const { [point as 'model']: _, ...rest } = leastExperiment
    const error = thrownBy(() => parseExperiment(host, rest))
    expect(error.place?.path).toBe(point)
    expect(error.message).toBe(`a ${point} is missing`)
  })

  it.each<[string, unknown]>([
    ['stages', undefined],
    ['stages', []],
    ['seed', -1],
    ['seed', 0.5],
    ['seed', 2 ** 53],
    ['seed', '1'],
    ['plugins[0]', ['']],
    ['metrics', 'reconstruction'],
    ['baselines[1].use', ['pca', 'kmeans']],
    ['noise', null],
  ])('tells the path %s of what is wrong', (path, value) => {
    expect(explain({ [path.split(/[.[]/)[0]!]: value }).place?.path).toBe(path)
  })

  it('tells a misspelt key before the value that is missing because of it', () => {
    const { dataset: _, ...rest } = leastExperiment
    const error = thrownBy(() => parseExperiment(host, { ...rest, datset: 'mnist-10k' }))
    expect(error.place?.path).toBe('datset')
    expect(error.expected).toContain('did you mean "dataset"?')
    expect(error.also?.[0]).toContain('a dataset is missing')
  })

  it('tells a deep path, and all that is wrong in one error', () => {
    const error = explain({
      seed: 'x',
      noise: { use: 'masking', fraction: 2 },
      stages: [{ use: 'pretrain', optimizer: { use: 'adam', learningRate: 0 } }],
    })
    expect(error.format()).toBe(
      [
        'noise.fraction: 2 is too large',
        '  expected: a number from 0 to 1',
        '  also: stages[0].optimizer.learningRate: 0 is too small (expected: a number greater than 0)',
        '  also: seed: "x" is not a number (expected: a whole number of at least 0)',
      ].join('\n'),
    )
  })
})
