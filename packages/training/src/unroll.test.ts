import { type Engine, UNROLLED } from '@hourglass/core'
import { bernoulliLoss } from '@hourglass/losses'
import optimizers, { sgd } from '@hourglass/optimizers'
import { numbersOf, stageDataset, testEngines, testStage } from '@hourglass/testing'
import { batchTensor } from '@hourglass/engine'
import { tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import training from './index.js'
import { pretrain } from './pretrain.js'
import { toyStack } from './stack.fixture.js'
import { runStage } from './stage-run.fixture.js'
import { unroll } from './unroll.js'

testStage(training, 'unroll', [
  {
    options: { epochs: 8, batch: 16, optimizer: { use: 'adam', learningRate: 0.03 } },
    plugins: [optimizers],
    subject: ({ engine }) => ({ model: toyStack(engine), loss: bernoulliLoss(engine.random) }),
    learns: 0.98,
    changesShapes: true,
  },
  {
    options: { epochs: 3, batch: 7, tied: true, patience: 1, optimizer: 'momentum' },
    plugins: [optimizers],
    subject: ({ engine }) => ({ model: toyStack(engine), loss: bernoulliLoss(engine.random) }),
  },
])

describe.each(testEngines())('unroll on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  const options = (learningRate: number) => ({ epochs: 2, batch: 16, descent: { optimizer: sgd(learningRate) } })
  const WEIGHTS = ['block.0/encoder.0.W', 'block.1/encoder.0.W'] as const

  it('gives the decoder its own copy of each tied weight, and the same reconstructions to begin with', async () => {
    const model = toyStack(engine)
    const { before, params } = await runStage(unroll({ ...options(1e-30), tied: false }), engine, { model })
    expect(Object.keys(params).filter((name) => name.startsWith(UNROLLED))).toEqual(WEIGHTS.map((w) => UNROLLED + w))
    const [after, initial] = [numbersOf(params), numbersOf(before)]
    for (const name of WEIGHTS) expect(after[UNROLLED + name]).toEqual(initial[name])
    tidy(() => {
      const x = batchTensor(stageDataset().train, [0, 1, 2])
      const theta = (of: typeof params) => model.decode(of, model.encode(of, x)).arraySync()
      expect(theta(params)).toEqual(theta(before))
    })
  })

  it('lets encoder and decoder part', async () => {
    const { params } = await runStage(unroll({ ...options(0.5), tied: false }), engine, { model: toyStack(engine) })
    const numbers = numbersOf(params)
    for (const name of WEIGHTS) expect(numbers[UNROLLED + name]).not.toEqual(numbers[name])
  })

  it('tied, is the training of the whole model, to the bit', async () => {
    const model = toyStack(engine)
    const tied = await runStage(unroll({ ...options(0.5), tied: true }), engine, { model })
    const whole = await runStage(pretrain(options(0.5)), engine, { model })
    expect(numbersOf(tied.params)).toEqual(numbersOf(whole.params))
  })
})
