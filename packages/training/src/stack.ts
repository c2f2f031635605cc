import {
  type Block,
  type Dataset,
  nameWithin,
  type NoiseModel,
  type NoiseUse,
  type Params,
  paramsWithin,
  type Snapshot,
  type Stage,
  type StageContext,
  type StageEvent,
  type Subject,
  type WeightedRegularizer,
} from '@hourglass/core'
import { free } from '@hourglass/engine'

import { checkLayers, requireBlocks } from './check-layers.js'
import { codesDataset, withoutTest } from './codes-dataset.js'
import { copiesOf } from './copies-of.js'
import { mapEvents } from './map-events.js'
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
  try {
    return yield* mapEvents(events, (event) => {
      if (event.kind === 'note') return [{ ...event, message: `${part}: ${event.message}` }]
      return [event.kind === 'step' || event.kind === 'epoch' ? { ...event, part } : event]
    })
  } finally {
    free(key)
  }
}
