import {
  type Block,
  type Dataset,
  HourglassError,
  nameWithin,
  type NoiseModel,
  type NoiseUse,
  type Params,
  paramsWithin,
  type Prospect,
  type Snapshot,
  type Split,
  type Stage,
  type StageContext,
  type StageEvent,
  type Subject,
  type WeightedRegularizer,
} from '@hourglass/core'
import { floatSplit, free } from '@hourglass/engine'
import { tidy, zeros } from '@tensorflow/tfjs-core'

import { codesOf } from './codes-of.js'
import { copiesOf } from './copies-of.js'
import { learningRuleOf } from './learning-rule-of.js'
import { pretrain, type PretrainOptions } from './pretrain.js'
import { asPart, joinSnapshots, snapshotPart } from './snapshot-parts.js'

/** How one layer of a stack is trained. */
export interface LayerTraining extends PretrainOptions {
  /** Absent: no corruption. */
  readonly noise?: NoiseModel | undefined
  readonly noiseUse: NoiseUse
  readonly regularizers: readonly WeightedRegularizer[]
}

export interface StackOptions {
  /** How many layers have options of their own. */
  readonly named: number
  /** The training of the layer at a place, from 0, in an experiment. */
  trainingOf(place: number, block: Block, subject: Subject): LayerTraining
}

/**
 * Greedy layer-wise training of a stack: each block by itself, from below, as `pretrain` trains a model, on the codes
 * h_{k−1}(… h₁(x)) of the blocks below it, which are finished and stay as they are. The codes are those of clean examples;
 * noise acts within each layer's own training.
 *
 * Source: Hinton, Osindero, Teh 2006; Bengio et al. 2007; Vincent et al. 2010, §3.5 and Figure 3.
 *
 * @throws HourglassError `no-stack`, `model-lacks`, `noise-unsupported`
 */
export function stack(options: StackOptions): Stage {
  return { check: (prospect) => checkLayers(options, prospect), run: (context) => runStack(options, context) }
}

async function* runStack(options: StackOptions, context: StageContext): AsyncGenerator<StageEvent, Params, void> {
  const { engine, params, resume } = context
  const blocks = requireBlocks(context)
  const before = resume && snapshotPart(resume, 'stack')
  const begin = (before?.position['finished'] as number | undefined) ?? 0
  /** Of the blocks that are finished, by the stack's names. */
  let finished: Params = copiesOf(before?.tensors ?? {})
  let dataset = withoutTest(context.dataset)
  try {
    for (const [place, block] of blocks.entries()) {
      if (place >= begin) {
        const resumed = place === begin ? resume && snapshotPart(resume, 'layer') : undefined
        const training = trainLayer(options, context, { place, block, dataset, resumed })
        const trained = yield* asPart(training, (layer) =>
          joinSnapshots({ stack: { position: { finished: place }, tensors: finished }, layer }),
        )
        finished = { ...finished, ...nameWithin(block.name, trained) }
      }
      if (place + 1 < blocks.length) dataset = codesDataset(engine, dataset, block, paramsWithin(block.name, finished))
    }
    const others = Object.entries(params).filter(([name]) => !(name in finished))
    const result = { ...copiesOf(Object.fromEntries(others)), ...finished }
    finished = {}
    return result
  } finally {
    free(finished)
  }
}

interface LayerOfStack {
  readonly place: number
  readonly block: Block
  readonly dataset: Dataset
  readonly resumed: Snapshot | undefined
}

async function* trainLayer(
  options: StackOptions,
  context: StageContext,
  { place, block, dataset, resumed }: LayerOfStack,
): AsyncGenerator<StageEvent, Params, void> {
  const { resume: _, ...stage } = context
  const { noise, noiseUse, regularizers, ...training } = options.trainingOf(place, block, context)
  const key = context.engine.random.fold(context.key, block.name)
  const part = `layer ${place + 1} of ${context.model.blocks!.length}`
  const events = pretrain(training).run({
    ...stage,
    ...{ dataset, model: block.model, loss: block.loss, noise, noiseUse, regularizers, key },
    params: paramsWithin(block.name, context.params),
    ...(resumed && { resume: resumed }),
  })
  let ended = false
  try {
    for (;;) {
      const next = await events.next()
      if (next.done === true) {
        ended = true
        return next.value
      }
      const event = next.value
      if (event.kind === 'note') yield { ...event, message: `${part}: ${event.message}` }
      else yield event.kind === 'step' || event.kind === 'epoch' ? { ...event, part } : event
    }
  } finally {
    if (!ended) await events.return(undefined as never)
    free(key)
  }
}

/** What the next block learns from: the codes of clean examples, as numbers on the host. */
function codesDataset(engine: StageContext['engine'], dataset: Dataset, { model }: Block, params: Params): Dataset {
  const encode = codesOf(engine, model)
  const dimensions = model.codeDimensions
  const codes = (split: Split): Split => {
    const values = new Float32Array(split.size * dimensions)
    let start = 0
    for (const block of encode(params, split)) {
      values.set(block.dataSync(), start)
      start += block.size
      free(block)
    }
    return floatSplit({ values, dimensions, ...(split.labels && { labels: split.labels }) })
  }
  const { name, spec, test, hashes } = dataset
  const { image: _, ...rest } = spec
  const [train, validation] = [codes(dataset.train), codes(dataset.validation)]
  return { name: `codes of ${name}`, spec: { ...rest, dimensions }, train, validation, test, hashes }
}

/** A stage has no business with test examples, and their codes need not be made. */
function withoutTest(dataset: Dataset): Dataset {
  return { ...dataset, test: { size: 0, rows: () => new Float32Array(0) } }
}

/** @throws HourglassError `no-stack` */
export function requireBlocks({ model }: Subject): readonly Block[] {
  if (model.blocks !== undefined) return model.blocks
  throw new HourglassError('no-stack', 'the model is no stack of models', {
    place: { path: 'model' },
    expected: 'layers that can be trained one by one',
    remedy: 'model: { use: stack, layers: [{ use: dense, hidden: [500] }, { use: dense, hidden: [100] }] }',
  })
}

function checkLayers(options: StackOptions, prospect: Prospect): void {
  const blocks = requireBlocks(prospect)
  if (options.named > blocks.length)
    throw new HourglassError('no-such-layer', `options are given for ${options.named} layers`, {
      place: { path: '.layers' },
      expected: `at most as many as the model has: ${blocks.length}`,
      remedy: 'one entry for each layer of the model, from below; {} for one without options of its own',
    })
  for (const [place, block] of blocks.entries())
    try {
      checkLayer(block, options.trainingOf(place, block, prospect), prospect)
    } catch (error) {
      throw error instanceof HourglassError ? error.at({ path: `.layers[${place}]` }) : error
    }
}

/** Goes through what a layer's training will ask of its parts. */
function checkLayer(block: Block, training: LayerTraining, { engine: { random } }: Subject): void {
  const { model, loss, spec } = block
  const { noise, noiseUse, regularizers } = training
  for (const { name, regularizer } of regularizers) {
    const lacking = regularizer.requires?.find((capability) => model[capability] === undefined)
    if (lacking !== undefined)
      throw new HourglassError('model-lacks', `regularizer "${name}" cannot serve this layer`, {
        expected: `a model with \`${lacking}\``,
        remedy: 'give the layer regularizers of its own, perhaps none: regularizers: []',
      })
  }
  // A model with a rule of its own takes no noise.
  learningRuleOf({ model, loss, noise, noiseUse, regularizers, random })
  if (noise === undefined) return
  const corrupted = tidy(() => {
    const { shape } = noise.corrupt(zeros([2, spec.dimensions]), random.fold(random.key(1), 'rehearsal'))
    return shape
  })
  if (corrupted[1] === spec.dimensions) return
  throw new HourglassError('noise-unsupported', 'this noise is not for the codes that the layer learns from', {
    expected: `${spec.dimensions} numbers an example; it gives ${corrupted[1]}`,
    remedy: 'give the layer a noise of its own, such as masking, or corrupt: false',
  })
}
