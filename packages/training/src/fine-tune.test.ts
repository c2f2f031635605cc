import {
  type Autoencoder,
  DATA_SPEC,
  type Dataset,
  type Engine,
  type EpochProgress,
  type Params,
  PluginHost,
  type Progress,
  type Split,
  STAGE,
  type StageContext,
} from '@hourglass/core'
import { free } from '@hourglass/engine'
import { maskingNoise } from '@hourglass/noise'
import optimizers, { sgd } from '@hourglass/optimizers'
import {
  gaussianOutput,
  numbersOf,
  referenceNetwork,
  relativeError,
  stageDataset,
  testEngines,
  testStage,
} from '@hourglass/testing'
import { clone, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { bestReadout, logits, meanCost } from './classifier.fixture.js'
import { fineTune, type FineTuneOptions } from './fine-tune.js'
import training from './index.js'
import { toyModel } from './toy.fixture.js'

const labelled = { dimensions: 6, range: [0, 1], image: [2, 3], classes: 3 } as const

testStage(training, 'fine-tune', [
  {
    options: { epochs: 12, batch: 16, optimizer: { use: 'sgd', learningRate: 1 } },
    plugins: [optimizers],
    data: labelled,
    changesShapes: true,
    learns: 0.9,
  },
  {
    options: {
      epochs: 4,
      batch: 7,
      patience: 2,
      noise: true,
      weightDecay: 0.01,
      readout: 'sigmoid',
      optimizer: 'adam',
    },
    plugins: [optimizers],
    data: labelled,
    subject: ({ engine }) => ({ model: toyModel(engine, [5, 4]), noise: maskingNoise(0.25, engine.random) }),
    changesShapes: true,
  },
  {
    options: { epochs: 3, batch: 16, freeze: true, patience: 1, optimizer: { use: 'momentum', clipNorm: 1 } },
    plugins: [optimizers],
    data: labelled,
    changesShapes: true,
  },
])

describe.each(testEngines())('fine-tune on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  const network = () => referenceNetwork({ dimensions: 6, hidden: [5, 4], activation: 'sigmoid' }, engine.random)

  /** Fine-tunes the reference network, from `params` if given; the parameters are the caller's. */
  async function tune(options: Partial<FineTuneOptions>, more: Partial<StageContext>) {
    const key = engine.random.key(1)
    const params: Params = more.params ?? tidy(() => network().model.init(key))
    const before = numbersOf(params)
    const stage = fineTune({
      ...{ epochs: 3, batch: 16, descent: { optimizer: sgd(0.5) }, freeze: false, noise: false },
      ...{ weightDecay: 0, readout: 'softmax', ...options },
    })
    const context: StageContext = {
      ...{ engine, dataset: stageDataset(), model: network().model, loss: gaussianOutput(engine), key, params },
      ...{ noiseUse: { samples: 1, walkback: 0 }, regularizers: [], signal: new AbortController().signal, ...more },
    }
    const seen: Progress[] = []
    const run = stage.run(context)
    try {
      for (;;) {
        const next = await run.next()
        if (next.done === true) return { before, params: next.value, seen, epochs: epochsOf(seen) }
        if (next.value.kind !== 'checkpoint') seen.push(next.value)
      }
    } finally {
      free(key)
      if (more.params === undefined) free(params)
    }
  }

  /** The same; the parameters before and after as numbers. */
  async function tuned(options: Partial<FineTuneOptions> = {}, more: Partial<StageContext> = {}) {
    const { params, ...rest } = await tune(options, more)
    const after = numbersOf(params)
    free(params)
    return { after, ...rest }
  }

  /** A model whose codes are its examples, which a line separates by class. */
  const identity = (): Autoencoder => ({ ...network().model, codeDimensions: 6, encode: (_, x) => clone(x) })
  const epochsOf = (seen: readonly Progress[]): EpochProgress[] =>
    seen.filter(({ kind }) => kind === 'epoch') as EpochProgress[]
  const encoder = ['encoder.0.W', 'encoder.0.b', 'encoder.1.W', 'encoder.1.b']
  const decoder = ['decoder.D', 'decoder.c']

  it('learns the encoder and adds a read-out; the decoder keeps its bits', async () => {
    const { before, after, epochs } = await tuned()
    for (const name of encoder) expect(after[name], name).not.toEqual(before[name])
    for (const name of decoder) expect(after[name], name).toEqual(before[name])
    expect(Object.keys(after).toSorted()).toEqual([...encoder, ...decoder, 'readout.W', 'readout.b'].toSorted())
    expect([after['readout.W']!.length, after['readout.b']!.length]).toEqual([4 * 3, 3])
    const { validation } = stageDataset()
    const data = {
      rows: Array.from({ length: validation.size }, (_, n) => Float64Array.from(validation.rows([n]))),
      labels: [...validation.labels!],
    }
    const thetas = data.rows.map((x) => logits(after, network().encode(after, x)))
    const wrong = thetas.filter((theta, n) => theta.indexOf(Math.max(...theta)) !== data.labels[n]).length
    const measured = epochs.at(-1)!.validation!
    expect(measured['error']).toBe(wrong / 10)
    expect(measured['cross-entropy']).toBeCloseTo(meanCost('softmax', network(), after, data), 5)
    for (const told of [epochs[0]!.train, epochs[0]!.validation!])
      expect(Object.keys(told).toSorted()).toEqual(['cross-entropy', 'error', 'objective'])
  })

  it('with freeze learns the read-out alone: all other bits stay', async () => {
    const { before, after } = await tuned({ freeze: true })
    for (const name of [...encoder, ...decoder]) expect(after[name], name).toEqual(before[name])
    expect(Math.max(...after['readout.W']!.map(Math.abs))).toBeGreaterThan(0.01)
  })

  it('comes to the regularised logistic regression of fixed codes, and to no error', async () => {
    const [weightDecay, descent] = [0.01, { optimizer: sgd(1) }]
    const options = { weightDecay, batch: 40, epochs: 1500, descent }
    const { after, epochs } = await tuned(options, { model: identity() })
    const { train } = stageDataset()
    const codes = Array.from({ length: train.size }, (_, n) => Float64Array.from(train.rows([n])))
    const best = bestReadout('softmax', codes, [...train.labels!], 3, weightDecay)
    const found = { 'readout.W': after['readout.W']!, 'readout.b': after['readout.b']! }
    expect(relativeError(found, best)).toBeLessThan(1e-3)
    expect(epochs.at(-1)!.train['error']).toBe(0)
    expect(epochs.at(-1)!.validation!['error']).toBe(0)
  }, 60_000)

  it('begins with every class as likely: the first objective is log(classes)', async () => {
    const { epochs } = await tuned({ batch: 40, epochs: 1 })
    expect(epochs[0]!.train['cross-entropy']).toBeCloseTo(Math.log(3), 5)
    const { epochs: sigmoid } = await tuned({ batch: 40, epochs: 1, readout: 'sigmoid' })
    expect(sigmoid[0]!.train['cross-entropy']).toBeCloseTo(3 * Math.log(2), 5)
  })

  it.each([
    ['soon no errors are left, and the cross-entropy decides', 1, () => ({ model: identity() })],
    ['a rate far too large', 30, () => ({})],
  ])(
    'with patience keeps the epoch of the least error, of equals of the least cross-entropy: %s',
    async (_, rate, more) => {
      const options = { epochs: 60, descent: { optimizer: sgd(rate) } }
      const { after, seen, epochs } = await tuned({ ...options, patience: 4 }, more())
      const order = epochs.toSorted(
        ({ validation: a }, { validation: b }) =>
          a!['error']! - b!['error']! || a!['cross-entropy']! - b!['cross-entropy']!,
      )
      const best = order[0]!.epoch
      expect(epochs.length).toBe(Math.min(60, best + 4))
      expect(seen.at(-1)).toMatchObject({ kind: 'note', message: expect.stringContaining(`epoch ${best},`) as string })
      expect((await tuned({ ...options, epochs: best }, more())).after).toEqual(after)
    },
  )

  it('goes on with the read-out of an earlier such stage: 5 epochs of all examples, then 1, are 6', async () => {
    const options = { freeze: true, batch: 40, descent: { optimizer: sgd(3) } }
    const first = await tune({ ...options, epochs: 5 }, {})
    const second = await tuned({ ...options, epochs: 1 }, { params: first.params })
    free(first.params)
    const whole = await tuned({ ...options, epochs: 6 })
    expect(relativeError(second.after, whole.after)).toBeLessThan(1e-5)
    expect(Math.hypot(...whole.after['readout.W']!)).toBeGreaterThan(0.1)
  })

  it('with noise learns from corrupted examples, and measures clean ones', async () => {
    // All pixels masked: nothing tells the classes apart but how frequent they are.
    const noise = maskingNoise(1, engine.random)
    const { after, epochs } = await tuned({ noise: true, epochs: 30 }, { noise })
    expect(epochs.at(-1)!.train['cross-entropy']).toBeGreaterThan(1)
    expect((await tuned({ epochs: 30 }, { noise })).after).not.toEqual(after)
    const clean = await tuned({ noise: true, epochs: 200 }, { noise: maskingNoise(0.5, engine.random) })
    expect(clean.epochs.at(-1)!.validation!['error']).toBeLessThan(clean.epochs.at(-1)!.train['error']!)
  }, 60_000)

  it('gives the same bits where examples are bytes', async () => {
    const { train, ...rest } = stageDataset()
    const pixels = Uint8Array.from(train.rows(Array.from({ length: train.size }, (_, n) => n)), (v) => v * 255)
    const rows: Split['rows'] = (indices) =>
      Float32Array.from({ length: indices.length * 6 }, (_, at) => {
        return pixels[indices[Math.floor(at / 6)]! * 6 + (at % 6)]! / 255
      })
    const [plain, bytes]: Dataset[] = [{}, { bytes: { pixels } }].map((more) => ({
      ...rest,
      train: { ...train, rows, ...more },
    }))
    expect((await tuned({}, { dataset: bytes! })).after).toEqual((await tuned({}, { dataset: plain! })).after)
  })

  it('refuses data without labels, and noise where there is none, and leaks nothing by it', async () => {
    const { train, validation, ...rest } = stageDataset()
    const bare = ({ size, rows }: Split): Split => ({ size, rows })
    const before = engine.tensorCount()
    await expect(tuned({}, { dataset: { ...rest, train: bare(train), validation } })).rejects.toMatchObject({
      code: 'no-labels',
    })
    await expect(tuned({}, { dataset: { ...rest, train, validation: bare(validation) } })).rejects.toMatchObject({
      code: 'no-labels',
    })
    await expect(tuned({ noise: true })).rejects.toMatchObject({ code: 'no-noise' })
    expect(engine.tensorCount()).toBe(before)
  })
})

it('is refused for data without classes before anything is trained', () => {
  const scope = new PluginHost([training, optimizers]).createScope()
  scope.provide(DATA_SPEC, { dimensions: 6, range: [0, 1] })
  expect(() => scope.create(STAGE, { use: 'fine-tune' })).toThrow(expect.objectContaining({ code: 'no-labels' }))
  expect(scope.create(STAGE, { use: 'pretrain' })).toBeDefined()
  scope.dispose()
})
