import type { Engine, EpochProgress, HourglassError, Params, Progress, Schedule, StageContext } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { maskingNoise } from '@hourglass/noise'
import optimizers, { adam, momentum, sgd } from '@hourglass/optimizers'
import { leakedTensors, stageDataset, testEngines, testStage } from '@hourglass/testing'
import { tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import training from './index.js'
import { pretrain, type PretrainOptions } from './pretrain.js'
import { toyLoss, toyModel, valuesOf } from './toy.fixture.js'

testStage(training, 'pretrain', [
  {
    options: { epochs: 12, batch: 16, optimizer: { use: 'adam', learningRate: 0.03 } },
    plugins: [optimizers],
    learns: 0.9,
  },
  {
    options: { epochs: 3, batch: 7, patience: 2, optimizer: { use: 'momentum', clipNorm: 1, schedule: 'cosine' } },
    plugins: [optimizers],
    subject: ({ engine }) => ({ noise: maskingNoise(0.25, engine.random), noiseUse: { samples: 2, walkback: 1 } }),
  },
])

describe.each(testEngines())('pretrain on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  /** Trains the toy model; the caller owns the parameters. */
  async function train(options: Partial<PretrainOptions> = {}, context: Partial<StageContext> = {}, seed = 1) {
    const { random } = engine
    const model = toyModel(engine)
    const key = random.key(seed)
    const initial = tidy(() => model.init(key))
    const stage = pretrain({
      epochs: 4,
      batch: 16,
      descent: { optimizer: adam({ learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }) },
      ...options,
    })
    const seen: Progress[] = []
    try {
      const run = stage.run({
        engine,
        dataset: stageDataset(),
        model,
        loss: toyLoss(engine),
        noise: maskingNoise(0.25, random),
        noiseUse: { samples: 2, walkback: 0 },
        regularizers: [],
        params: initial,
        key,
        signal: new AbortController().signal,
        ...context,
      })
      for (;;) {
        const next = await run.next()
        if (next.done === true) return { params: next.value, seen }
        if (next.value.kind !== 'checkpoint') seen.push(next.value)
      }
    } finally {
      free(initial, key)
    }
  }

  function epochsOf(seen: readonly Progress[]): EpochProgress[] {
    return seen.filter((progress) => progress.kind === 'epoch')
  }

  async function valuesAfter(...args: Parameters<typeof train>): Promise<Record<string, number[]>> {
    const { params } = await train(...args)
    const values = valuesOf(params)
    free(params)
    return values
  }

  it('learns, and tells every epoch', async () => {
    const { params, seen } = await train({ epochs: 20 })
    const epochs = epochsOf(seen)
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(epochs.at(-1)!.validation!['nll']).toBeLessThan(0.9 * epochs[0]!.validation!['nll']!)
    free(params)
  })

  it('gives the same bits for the same key, and others for another', async () => {
    const first = await valuesAfter()
    expect(await valuesAfter()).toEqual(first)
    expect(await valuesAfter({}, {}, 2)).not.toEqual(first)
  })

  it.each([
    ['sgd', sgd(0.1)],
    ['momentum', momentum(0.1, 0.9)],
    ['adam', adam({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })],
  ])('leaves no tensor behind with %s', async (_, optimizer) => {
    expect(await leakedTensors(engine, () => valuesAfter({ descent: { optimizer }, patience: 2 }))).toBe(0)
  })

  it('holds as many tensors after many steps as after few', async () => {
    const counts: number[] = []
    const optimizer = adam({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })
    const counting = {
      optimizer,
      schedule: {
        factor() {
          counts.push(engine.tensorCount())
          return 1
        },
      },
    }
    await valuesAfter({ descent: counting, epochs: 60 })
    // The batch of an epoch's last step is smaller, not fewer tensors.
    expect(counts).toHaveLength(60 * 3)
    expect(new Set(counts.slice(3)).size).toBe(1)
  })

  it('stops early and keeps the best epoch', async () => {
    // A rate far too large for this problem: the validation objective goes up sooner or later.
    const { params, seen } = await train({ epochs: 200, patience: 3, descent: { optimizer: sgd(30) } })
    const epochs = epochsOf(seen)
    const objectives = epochs.map(({ validation }) => validation!['objective']!)
    const best = objectives.indexOf(Math.min(...objectives))
    expect(epochs.length).toBe(best + 1 + 3)
    expect(seen.filter(({ kind }) => kind === 'note')).toHaveLength(2)
    const { params: stopped } = await train({ epochs: best + 1, descent: { optimizer: sgd(30) } })
    expect(valuesOf(params)).toEqual(valuesOf(stopped))
    free(params, stopped)
  })

  it('tells a divergence by term, epoch and step, and leaks nothing by it', async () => {
    const broken: Params[] = []
    const descent = { optimizer: { ...sgd(1), learningRate: Number.NaN } }
    const attempt = async (): Promise<void> => {
      const error = (await train({ descent }).then(
        ({ params }) => broken.push(params),
        (thrown: unknown) => thrown,
      )) as HourglassError
      expect(error).toMatchObject({ code: 'diverged' })
      expect(error.message).toMatch(/nll is NaN in epoch 1, step 2/)
    }
    expect(await leakedTensors(engine, attempt)).toBe(0)
  })

  it('frees all it holds when nobody listens any more', async () => {
    const attempt = async (): Promise<void> => {
      const model = toyModel(engine)
      const key = engine.random.key(1)
      const params = tidy(() => model.init(key))
      const options = { epochs: 9, batch: 16, patience: 5, descent: { optimizer: momentum(0.1, 0.9) } }
      const noiseUse = { samples: 1, walkback: 0 }
      const subject = { engine, dataset: stageDataset(), model, loss: toyLoss(engine), noiseUse, regularizers: [] }
      const { signal } = new AbortController()
      for await (const progress of pretrain(options).run({ ...subject, params, key, signal }))
        if (progress.kind === 'epoch' && progress.epoch === 2) break
      free(params, key)
    }
    expect(await leakedTensors(engine, attempt)).toBe(0)
  })

  it('stops at the next batch when aborted, with the reason, and leaks nothing', async () => {
    const attempt = async (): Promise<void> => {
      const controller = new AbortController()
      const schedule: Schedule = {
        factor({ step }) {
          if (step === 2) controller.abort(new Error('enough'))
          return 1
        },
      }
      await expect(
        train({ descent: { optimizer: sgd(0.1), schedule } }, { signal: controller.signal }),
      ).rejects.toThrow('enough')
    }
    expect(await leakedTensors(engine, attempt)).toBe(0)
  })
})
