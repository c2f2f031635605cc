import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { definePlugin, type HourglassError, type Progress } from '@hourglass/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createLab } from './create-lab.js'
import { tiny } from './tiny-plugins.fixture.js'

const silent = definePlugin({ name: 'silent', apiVersion: 1, register: () => {} })

describe('createLab', () => {
  let runs: string
  let lab: ReturnType<typeof tinyLab>
  const tinyLab = () => createLab({ plugins: [tiny], engine: 'wasm', runs })
  beforeAll(() => {
    runs = mkdtempSync(join(tmpdir(), 'hourglass-lab-'))
    lab = tinyLab()
  })
  afterAll(() => {
    lab.dispose()
    rmSync(runs, { recursive: true })
  })

  const base = {
    name: 'trial',
    dataset: 'three-patterns',
    model: { use: 'dense', hidden: [4] },
    loss: 'bernoulli',
    stages: [{ use: 'pretrain', epochs: 2, batch: 20 }],
  } as const

  it('trains and measures an experiment with plugins given as values, and writes its run directory', async () => {
    const seen: Progress[] = []
    const run = await lab.run(
      {
        ...base,
        noise: { use: 'dimming', least: 0.2, samples: 2 },
        stages: [{ use: 'pretrain', epochs: 3, optimizer: { use: 'plain', clipNorm: 1 } }],
        metrics: ['reconstruction'],
        baselines: ['mean'],
      },
      { onProgress: (progress) => seen.push(progress) },
    )
    expect(run.rows).toHaveLength(2)
    expect(run.rows[0]!.measurements.every(({ value }) => Number.isFinite(value))).toBe(true)
    expect(seen.filter(({ kind }) => kind === 'epoch')).toHaveLength(3)
    expect(existsSync(run.report)).toBe(true)
    expect(JSON.parse(readFileSync(join(run.directory, 'result.json'), 'utf8'))).toMatchObject({ id: run.id })
  })

  it('gives the same weights for the same seed, and other ones for another', async () => {
    const [first, again, other] = [await lab.run(base), await lab.run(base), await lab.run({ ...base, seed: 2 })]
    expect(again.weights.sha256).toBe(first.weights.sha256)
    expect(other.weights.sha256).not.toBe(first.weights.sha256)
  })

  it('takes settings of the engine, warns of one without effect, and notes it with each run', async () => {
    const fast = createLab({
      plugins: [tiny],
      engine: 'wasm',
      runs,
      compile: 'off',
      precision: 'fast',
      threads: 'auto',
    })
    for (const name of ['fast', 'fast-too']) {
      const messages: string[] = []
      const { notes } = await fast.run({ ...base, name }, { onMessage: (text) => messages.push(text) })
      expect(notes.filter((note) => note.includes('no effect'))).toHaveLength(1)
      expect(messages.filter((text) => text.startsWith('warning: precision fast has no effect'))).toHaveLength(1)
    }
    fast.dispose()
    expect((await lab.run({ ...base, name: 'strict' })).notes).toEqual([])
  })

  it('refuses a setting that there is not, and can be asked again', async () => {
    const wrong = createLab({ plugins: [tiny], engine: 'wasm', runs, threads: 0.5 })
    for (const _ of ['first', 'second'])
      await expect(wrong.run(base)).rejects.toMatchObject({ code: 'invalid-engine-setting' })
    // @ts-expect-error: no such precision
    await expect(createLab({ runs, precision: 'loose' }).run({ ...base, dataset: 'mnist-10k' })).rejects.toMatchObject({
      code: 'invalid-engine-setting',
    })
  })

  it('knows in TypeScript which plugins there are, and their options', () => {
    const types = (): unknown => [
      lab.run({ ...base, noise: 'masking' }),
      lab.run({ ...base, noise: { use: 'masking', fraction: 0.1, samples: 3 } }),
      lab.run({ ...base, stages: [{ use: 'pretrain', optimizer: { use: 'adam', beta1: 0.8 } }] }),
      lab.run({ ...base, stages: [{ use: 'pretrain', optimizer: { learningRate: 0.8 } }] }),
      // @ts-expect-error: no noise of that name
      lab.run({ ...base, noise: 'maskin' }),
      // @ts-expect-error: no such option
      lab.run({ ...base, noise: { use: 'masking', fractoin: 0.1 } }),
      // @ts-expect-error: a number is expected
      lab.run({ ...base, noise: { use: 'dimming', least: 'much' } }),
      // @ts-expect-error: no optimizer of that name, inside a stage
      lab.run({ ...base, stages: [{ use: 'pretrain', optimizer: { use: 'adamm' } }] }),
      // @ts-expect-error: an option of another optimizer than the default one
      lab.run({ ...base, stages: [{ use: 'pretrain', optimizer: { momentum: 0.8 } }] }),
      // A plugin whose register returns nothing: its names are taken as they come.
      createLab({ plugins: [tiny, silent] }).run({ ...base, noise: 'anything' }),
      // @ts-expect-error: a plugin that this lab does not have
      createLab().run({ ...base, dataset: 'mnist', noise: 'dimming' }),
    ]
    expect(types).toBeTypeOf('function')
  })

  it('can be disposed of where its engine could not be had', async () => {
    const { HOURGLASS_NATIVE } = process.env
    process.env['HOURGLASS_NATIVE'] = 'off'
    const without = createLab({ engine: 'node', runs })
    await expect(without.run({ ...base, dataset: 'mnist-10k' })).rejects.toMatchObject({ code: 'native-unavailable' })
    without.dispose()
    // What is not caught would end the process here.
    await new Promise((resolve) => setImmediate(resolve))
    if (HOURGLASS_NATIVE === undefined) delete process.env['HOURGLASS_NATIVE']
    else process.env['HOURGLASS_NATIVE'] = HOURGLASS_NATIVE
  })

  it('leaves no folder of a run that is refused', async () => {
    await lab.run({ ...base, name: 'refused', regularizers: ['odd'] }).catch(() => {})
    expect(readdirSync(runs).filter((name) => name.startsWith('refused'))).toEqual([])
  })

  it('refuses to run once it is disposed of', async () => {
    const closed = createLab({ runs })
    closed.dispose()
    await expect(closed.run({ ...base, dataset: 'mnist-10k' })).rejects.toMatchObject({ code: 'lab-disposed' })
  })

  describe('refuses, before training, naming both sides and a way out,', () => {
    const refused = async (more: object): Promise<HourglassError> =>
      lab.run({ ...base, ...more } as never).then(
        () => expect.unreachable('the run should have been refused'),
        (error: HourglassError) => error,
      )
    it.each<[string, object, string, RegExp[]]>([
      ['an option out of range', { noise: { use: 'dimming', least: 2 } }, 'invalid-experiment', [/noise\.least/]],
      [
        'data outside of the support of the loss',
        { dataset: { use: 'three-patterns', scale: 3 } },
        'outside-support',
        [/bernoulli/, /three-patterns/, /gaussian/],
      ],
      [
        'a model whose output does not fit the loss',
        { model: { use: 'bare', wide: true }, loss: 'gaussian' },
        'model-loss-mismatch',
        [/model "bare"/, /loss "gaussian"/, /6 numbers.*gives 18/s],
      ],
      [
        'a model that gives too few numbers for the loss',
        { model: 'bare', loss: 'two-numbers' },
        'model-loss-mismatch',
        [/model "bare"/, /loss "two-numbers"/, /12 numbers.*gives 6/s, /another loss/],
      ],
      [
        'tied weights under a loss of two numbers per dimension',
        { loss: 'two-numbers' },
        'model-loss-mismatch',
        [/model "dense"/, /loss "two-numbers"/, /tied: false/],
      ],
      [
        'more rows of every example than any memory is for',
        { noise: { use: 'dimming', samples: 1000, walkback: 100 } },
        'too-large',
        [/101,000 rows/, /noise\.samples/],
      ],
      [
        'emphasis of nothing',
        { noise: { use: 'dimming', emphasis: { corrupted: 0, untouched: 0 } } },
        'invalid-experiment',
        [/noise\.emphasis\.corrupted/, /nothing would be learned/],
      ],
      [
        'a term that the model has of its own already',
        { model: { use: 'variational', latent: 2, hidden: [4] }, regularizers: ['latent-kl'] },
        'duplicate-term',
        [/"latent-kl"/, /leave the regularizer/],
      ],
      [
        'an RBM under a loss that is not its own distribution',
        { model: { use: 'rbm', hidden: 4 }, loss: 'continuous-bernoulli' },
        'model-loss-mismatch',
        [/model "rbm"/, /loss "continuous-bernoulli"/, /loss: bernoulli/],
      ],
      [
        'a metric that cannot measure the model',
        { model: { use: 'dense', hidden: [1] }, metrics: ['sparsity'] },
        'unmeasurable',
        [/metrics\[0\]/, /two code dimensions/],
      ],
      [
        'a metric of what no stage makes',
        { metrics: ['reconstruction', 'test-error'] },
        'no-readout',
        [/metrics\[1\]/, /use: fine-tune/],
      ],
      [
        'the same within a stage',
        { stages: [{ use: 'evaluate', metrics: ['clustering'] }, 'cluster'], metrics: ['clustering'] },
        'no-clusters',
        [/stages\[0\]\.metrics\[0\]/, /use: cluster/],
      ],
      ['layers of a model that has none to train', { stages: ['stack'] }, 'no-stack', [/model: .*use: stack/]],
      [
        'a penalty without a gradient',
        { regularizers: [{ use: 'odd', as: 'step' }] },
        'plugin-failed',
        [/could not be differentiated/, /stopGradient/],
      ],
      ['plugins by name', { plugins: ['zod'] }, 'invalid-experiment', [/names no plugins/, /createLab/]],
      [
        'a data set that is none',
        { dataset: 'empty-handed' },
        'plugin-failed',
        [/data set "empty-handed" has no spec\.dimensions/, /testDataset/],
      ],
      [
        'a regularizer that the model cannot serve',
        { model: 'bare', loss: 'gaussian', regularizers: ['needs-jacobian'] },
        'model-lacks',
        [/regularizer "needs-jacobian"/, /model "bare"/, /regularizers\[0\]/, /leave .* out/],
      ],
      [
        'a metric that the model cannot serve',
        { metrics: ['reconstruction', 'free-energy'] },
        'model-lacks',
        [/metric "free-energy"/, /model "dense"/, /metrics\[1\]/],
      ],
      [
        'emphasis under a loss that is no sum over dimensions',
        { loss: 'unfactored', noise: { use: 'dimming', emphasis: { corrupted: 1, untouched: 0 } } },
        'emphasis-unsupported',
        [/emphasis/, /another loss/],
      ],
      ['a penalty that is no number', { regularizers: ['odd'] }, 'plugin-failed', [/"odd"/, /"dense"/, /\[2\]/]],
      [
        'a penalty that is not finite',
        { regularizers: [{ use: 'odd', as: 'nan' }] },
        'not-finite',
        [/"odd"/, /"dense"/, /NaN/],
      ],
      [
        'a plugin that throws',
        { regularizers: [{ use: 'odd', as: 'error' }] },
        'plugin-failed',
        [/"odd"/, /"dense"/, /cannot be taken/],
      ],
      [
        'a model that throws',
        { model: { use: 'bare', broken: true } },
        'plugin-failed',
        [/model "bare"/, /three-patterns/, /this net is broken/],
      ],
    ])('%s', async (_, more, code, patterns) => {
      const error = await refused(more)
      expect(error).toMatchObject({ code })
      for (const pattern of patterns) expect(error.format()).toMatch(pattern)
    })
  })
})
