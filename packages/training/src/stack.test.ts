import {
  type Dataset,
  DATA_SPEC,
  ENGINE,
  type Engine,
  type HourglassError,
  type Params,
  PluginHost,
  paramsWithin,
  type Split,
  STAGE,
} from '@hourglass/core'
import noises, { maskingNoise } from '@hourglass/noise'
import optimizers, { adam } from '@hourglass/optimizers'
import { numbersOf, relativeError, stageDataset, stageSubject, testEngines, testStage } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import training from './index.js'
import { pretrain } from './pretrain.js'
import { type LayerTraining, stack } from './stack.js'
import { toyStack } from './stack.fixture.js'
import { runStage } from './stage-run.fixture.js'
import { toyModel } from './toy.fixture.js'

testStage(training, 'stack', [
  {
    options: { epochs: 4, batch: 16, optimizer: { use: 'adam', learningRate: 0.03 } },
    plugins: [optimizers],
    subject: ({ engine }) => ({ model: toyStack(engine) }),
  },
  {
    options: {
      ...{ epochs: 3, batch: 7, patience: 2, optimizer: { use: 'momentum', schedule: 'cosine' } },
      layers: [{ corrupt: false }, { epochs: 2, noise: { use: 'gaussian', sigma: 0.1 } }, {}],
    },
    plugins: [optimizers, noises],
    subject: ({ engine }) => ({
      model: toyStack(engine, [5, 4, 3]),
      noise: maskingNoise(0.25, engine.random),
      noiseUse: { samples: 2, walkback: 0 },
    }),
  },
])

describe.each(testEngines())('stack on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  const layer = (more: Partial<LayerTraining> = {}): LayerTraining => ({
    ...{ epochs: 3, batch: 16, noiseUse: { samples: 1, walkback: 0 }, regularizers: [] },
    descent: { optimizer: adam({ learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }) },
    ...more,
  })
  const noise = () => maskingNoise(0.5, engine.random)
  const blockKey = (place: number) => engine.random.fold(engine.random.key(1), `block.${place}`)

  it('trains the lowest layer as it would be trained by itself, to the bit', async () => {
    const model = toyStack(engine)
    const { before, params } = await runStage(
      stack({ named: 0, trainingOf: () => layer({ noise: noise() }) }),
      engine,
      {
        model,
      },
    )
    const [lowest] = model.blocks!
    const alone = await runStage(pretrain(layer()), engine, {
      ...{ model: lowest!.model, loss: lowest!.loss, noise: noise(), key: blockKey(0) },
      params: paramsWithin('block.0', before),
    })
    expect(numbersOf(paramsWithin('block.0', params))).toEqual(numbersOf(alone.params))
  })

  it('trains an upper layer on the clean codes of those below it, and leaves those as they are', async () => {
    const model = toyStack(engine)
    const trained = stack({ named: 0, trainingOf: () => layer({ noise: noise() }) })
    const { before, params } = await runStage(trained, engine, { model })
    const upper = model.blocks![1]!
    const alone = await runStage(pretrain(layer()), engine, {
      ...{ model: upper.model, loss: upper.loss, noise: noise(), key: blockKey(1) },
      dataset: codesByHand(stageDataset(), paramsWithin('block.0', params)),
      params: paramsWithin('block.1', before),
    })
    const found = numbersOf(paramsWithin('block.1', params))
    expect(relativeError(found, numbersOf(alone.params))).toBeLessThan(1e-3)
  })

  it('gives each layer what its options say, and tells which one it is at', async () => {
    const trainingOf = (place: number): LayerTraining => layer({ epochs: place + 1 })
    const { seen } = await runStage(stack({ named: 2, trainingOf }), engine, { model: toyStack(engine) })
    const epochs = seen
      .filter((told) => told.kind === 'epoch')
      .map(({ part, epoch, epochs: all }) => [part, epoch, all])
    expect(epochs).toEqual([
      ['layer 1 of 2', 1, 1],
      ['layer 2 of 2', 1, 2],
      ['layer 2 of 2', 2, 2],
    ])
  })

  describe('refuses, before it trains,', () => {
    const refused = (options: object, more: object = {}): HourglassError => {
      const scope = new PluginHost([training, optimizers, noises]).createScope().provide(ENGINE, engine)
      const subject = { ...stageSubject({ engine } as never), model: toyStack(engine), ...more }
      scope.provide(DATA_SPEC, subject.dataset.spec)
      try {
        scope.create(STAGE, { use: 'stack', ...options }).check!({ ...subject, parameters: new Set() })
      } catch (error) {
        return error as HourglassError
      }
      throw new Error('nothing was refused')
    }

    it('a model that is no stack', () => {
      expect(refused({}, { model: toyModel(engine) })).toMatchObject({ code: 'no-stack', place: { path: 'model' } })
    })

    it('options for more layers than there are', () => {
      expect(refused({ layers: [{}, {}, {}] })).toMatchObject({ code: 'no-such-layer', place: { path: '.layers' } })
    })

    it('a noise for pictures where the layer sees codes', () => {
      const block = { use: 'block', size: 1 }
      expect(refused({ layers: [{}, { noise: block }] }).place?.path).toMatch(/^\.layers\[1\]/)
    })

    it('a regularizer that a layer cannot serve', () => {
      const needy = { name: 'needy', weight: 1, regularizer: { requires: ['posterior'], penalty: () => undefined } }
      const error = refused({ layers: [{ regularizers: [] }] }, { regularizers: [needy] })
      expect(error).toMatchObject({ code: 'model-lacks', place: { path: '.layers[1]' } })
    })
  })
})

/** The data set with σ(xW + b) in the place of x, in float64. */
function codesByHand(dataset: Dataset, params: Params): Dataset {
  const { 'encoder.0.W': W, 'encoder.0.b': b } = numbersOf(params)
  const units = b!.length
  const code = (x: ArrayLike<number>): number[] =>
    Array.from({ length: units }, (_, j) => {
      const a = Array.from(x).reduce((sum, value, i) => sum + value * W![i * units + j]!, b![j]!)
      return 1 / (1 + Math.exp(-a))
    })
  const codes = (split: Split): Split => ({
    size: split.size,
    rows: (indices) => Float32Array.from(Array.from(indices).flatMap((index) => code(split.rows([index])))),
  })
  const spec = { dimensions: units, range: [0, 1] as const }
  return { ...dataset, spec, train: codes(dataset.train), validation: codes(dataset.validation) }
}
