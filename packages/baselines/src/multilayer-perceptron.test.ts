import { type Engine, type Params, PluginHost, ENGINE, DATA_SPEC, READOUT, STAGE, type Stage } from '@hourglass/core'
import { free } from '@hourglass/engine'
import optimizers from '@hourglass/optimizers'
import { referenceNetwork, stageDataset, testBaseline, testEngines } from '@hourglass/testing'
import training from '@hourglass/training'
import { add, argMax, matMul, tensor1d, tensor2d, type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import baselines, { multilayerPerceptron } from './index.js'
import { contextOf } from './plane.fixture.js'

const plugins = [training, optimizers]
const data = { dimensions: 6, range: [0, 1], classes: 3 } as const
const fineTune = { use: 'fine-tune', epochs: 4, batch: 40, optimizer: { use: 'adam', learningRate: 0.1 } }
const common = { plugins, data, does: ['classify'], label: 'MLP without pretraining', takesTime: true } as const

testBaseline(baselines, 'mlp', [
  { ...common, options: { stage: fineTune }, codeDimensions: 6, wrong: 0.4 },
  {
    ...common,
    engines: ['wasm'],
    stages: [
      { use: 'pretrain', epochs: 1 },
      { ...fineTune, freeze: true },
      { ...fineTune, patience: 2 },
    ],
  },
])

/** Reads class 0 out of everything, and remembers what it was given. */
function bookkeeping() {
  const seen: { params: string[]; aborted: AbortSignal }[] = []
  const stage: Stage = {
    adds: Object.values(READOUT),
    supervised: true,
    async *run({ params, signal, model }) {
      seen.push({ params: Object.keys(params), aborted: signal })
      yield { kind: 'step', epoch: 1, epochs: 1, step: 1, stepsPerEpoch: 1, examplesPerSecond: 1 }
      yield { kind: 'checkpoint', take: () => ({ position: {}, tensors: {} }) }
      yield { kind: 'epoch', epoch: 1, epochs: 1, train: { objective: 0.5 }, examplesPerSecond: 1, seconds: 1 }
      yield { kind: 'note', message: 'nothing was learned' }
      const W = tensor2d(Array.from({ length: model.codeDimensions }, () => [1, 0, 0]))
      return { ...tidy(() => copies(params)), [READOUT.weights]: W, [READOUT.bias]: tensor1d([1, 0, 0]) }
    },
  }
  return { seen, stage }
}

const copies = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([name, tensor]) => [name, add(tensor, 0)]))

describe.each(testEngines())('mlp on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  const beside = (stages: readonly { name: string; stage: Stage }[], told: string[] = []) => {
    const { model } = referenceNetwork({ dimensions: 6, hidden: [4], activation: 'sigmoid' }, engine.random)
    return contextOf(engine, { dataset: stageDataset(), model, stages, tell: (line) => told.push(line) })
  }
  const mlp = multilayerPerceptron({})

  it('is what the supervised stage makes of fresh parameters, and nothing else', async () => {
    const scope = new PluginHost(plugins).createScope()
    scope.provide(ENGINE, engine).provide(DATA_SPEC, data)
    const stage = scope.create(STAGE, fineTune)
    const context = beside([{ name: 'fine-tune', stage }])
    const fitted = await mlp.fit(context)
    const fold = (...label: (string | number)[]) => engine.random.fold(context.key, ...label)
    const params = tidy(() => context.model.init(fold('init')))
    const run = stage.run({ ...context, params, key: fold('stage', 0) })
    let next = await run.next()
    while (next.done !== true) next = await run.next()
    const trained = next.value
    const { test } = context.dataset
    const expected = tidy(() => {
      const h = context.model.encode(
        trained,
        tensor2d(test.rows(Array.from({ length: test.size }, (_, i) => i)), [10, 6]),
      )
      return argMax(add(matMul(h, trained[READOUT.weights] as Tensor2D), trained[READOUT.bias]!), 1).dataSync()
    })
    expect(new Set(expected).size).toBeGreaterThan(1)
    expect(Array.from(fitted.classify!(test))).toEqual([...expected])
    fitted.dispose()
    free(params, trained)
    scope.dispose()
  })

  it('leaves out what learns without labels, hands on what is told, and passes checkpoints by', async () => {
    const [first, second] = [bookkeeping(), bookkeeping()]
    const unsupervised: Stage = {
      // oxlint-disable-next-line require-yield
      async *run() {
        throw new Error('pretrained')
      },
    }
    const told: string[] = []
    const context = beside(
      [
        { name: 'pretrain', stage: unsupervised },
        { name: 'one', stage: first.stage },
        { name: 'two', stage: second.stage },
      ],
      told,
    )
    const fitted = await mlp.fit(context)
    const names = Object.keys(context.model.init(engine.random.key(1)))
    expect(first.seen).toEqual([{ params: names, aborted: context.signal }])
    expect(second.seen).toEqual([{ params: [...names, ...Object.values(READOUT)], aborted: context.signal }])
    expect(told).toEqual([
      'one: epoch 1 of 1, objective 0.500',
      'one: nothing was learned',
      'two: epoch 1 of 1, objective 0.500',
      'two: nothing was learned',
    ])
    expect(fitted.notes).toEqual([
      'fresh random parameters, then one, two',
      'nothing was learned',
      'nothing was learned',
    ])
    expect(new Set(Array.from(fitted.classify!(context.dataset.test)))).toEqual(new Set([0]))
    fitted.dispose()
  })

  it('is refused where nothing supervised, or no read-out, or no label is there', () => {
    const { stage } = bookkeeping()
    const code = (given: Partial<ReturnType<typeof beside>>) => {
      try {
        return void mlp.check!({ ...beside([{ name: 'one', stage }]), ...given })
      } catch (error) {
        return (error as { code?: string }).code
      }
    }
    expect(code({})).toBeUndefined()
    expect(code({ stages: [] })).toBe('no-supervised-stage')
    expect(code({ stages: [{ name: 'one', stage: { ...stage, supervised: false } }] })).toBe('no-supervised-stage')
    expect(code({ stages: [{ name: 'one', stage: { ...stage, adds: [] } }] })).toBe('no-readout')
    const { dataset } = beside([])
    expect(code({ dataset: { ...dataset, train: { size: 40, rows: dataset.train.rows } } })).toBe('no-labels')
  })

  it('is refused with the reason of a stage that lacks what a stage left out would add', () => {
    const { stage } = bookkeeping()
    const needy: Stage = {
      ...stage,
      check({ parameters }) {
        if (!parameters.has('unrolled')) throw new Error('not unrolled')
      },
    }
    expect(() => mlp.check!(beside([{ name: 'one', stage: needy }]))).toThrow('not unrolled')
  })
})
