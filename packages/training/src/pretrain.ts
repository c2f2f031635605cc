import { type Optimizer, type Params, type Progress, type Stage, type StageContext } from '@hourglass/core'
import { clone } from '@tensorflow/tfjs-core'

import { backpropagation } from './backpropagation.js'
import { EarlyStopping } from './early-stopping.js'
import { fit } from './fit.js'
import { free } from './free.js'
import { objectiveMeasure } from './measure-objective.js'
import { denoisingObjective } from './objective.js'

export interface PretrainOptions {
  readonly epochs: number
  readonly batch: number
  readonly optimizer: Optimizer
  /** Epochs without a better validation objective after which to stop; absent: all epochs, last parameters. */
  readonly patience?: number
}

/**
 * Unsupervised training of the whole model on its denoising objective. Validation is measured after every epoch with
 * the same corruptions each time; with `patience`, the best epoch's parameters are returned.
 */
export function pretrain(options: PretrainOptions): Stage {
  return { run: (context) => runPretrain(options, context) }
}

async function* runPretrain(options: PretrainOptions, context: StageContext): AsyncGenerator<Progress, Params, void> {
  const { engine, dataset } = context
  const objective = denoisingObjective({ ...context, random: engine.random })
  const measure = objectiveMeasure(engine, objective)
  const fitKey = engine.random.fold(context.key, 'fit')
  const validationKey = engine.random.fold(context.key, 'validation')
  const stopping = options.patience === undefined ? undefined : new EarlyStopping(options.patience)
  const copies = Object.entries(context.params).map(([name, tensor]) => [name, clone(tensor)] as const)
  try {
    const last = yield* fit(
      {
        engine,
        rule: backpropagation(objective),
        optimizer: options.optimizer,
        train: dataset.train,
        epochs: options.epochs,
        batch: options.batch,
        key: fitKey,
        signal: context.signal,
        afterEpoch(epoch, params) {
          const validation = measure(params, dataset.validation, validationKey)
          return { validation, stop: stopping?.observe(epoch, validation['objective']!, params) }
        },
      },
      Object.fromEntries(copies),
    )
    const best = stopping?.takeBest()
    if (best === undefined) return last
    free(last)
    yield { kind: 'note', message: `kept the parameters of epoch ${best.epoch}, the best on validation` }
    return best.params
  } finally {
    stopping?.dispose()
    free(fitKey, validationKey)
  }
}
