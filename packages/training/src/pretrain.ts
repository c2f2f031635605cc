import { HourglassError, type Params, type Stage, type StageContext, type StageEvent } from '@hourglass/core'
import { free } from '@hourglass/engine'

import { copiesOf } from './copies-of.js'
import { rowsPerExample } from './corrupt-batch.js'
import type { Descent } from './descent.js'
import { fitWithPatience } from './fit-with-patience.js'
import { learningRuleOf } from './learning-rule-of.js'
import { objectiveMeasure } from './measure-objective.js'

export interface PretrainOptions {
  readonly epochs: number
  readonly batch: number
  readonly descent: Descent
  /** Epochs without a better validation objective after which to stop; absent: all epochs, last parameters. */
  readonly patience?: number
}

/**
 * Unsupervised training of the whole model on its denoising objective, or by the learning rule that the model brings.
 * Validation is measured after every epoch with the same corruptions each time; with `patience`, the best epoch's
 * parameters are returned.
 */
export function pretrain(options: PretrainOptions): Stage {
  return { run: (context) => runPretrain(options, context) }
}

async function* runPretrain(options: PretrainOptions, context: StageContext): AsyncGenerator<StageEvent, Params, void> {
  const { engine, dataset } = context
  refuseTooLarge(context, options.batch)
  const rule = learningRuleOf({ ...context, random: engine.random })
  const measure = objectiveMeasure(engine, rule.evaluate, evaluationRows(context, options.batch))
  const fitKey = engine.random.fold(context.key, 'fit')
  const validationKey = engine.random.fold(context.key, 'validation')
  try {
    return yield* fitWithPatience(
      {
        ...{
          engine,
          rule,
          descent: options.descent,
          train: dataset.train,
          epochs: options.epochs,
          batch: options.batch,
        },
        ...{ key: fitKey, signal: context.signal, patience: options.patience, resume: context.resume },
        validate: (params) => measure(params, dataset.validation, validationKey),
        by: ['objective'],
        kept: 'the best on validation',
      },
      copiesOf(context.params),
    )
  } finally {
    free(fitKey, validationKey)
  }
}

/** Rows of a call where nothing is learned: enough for fast products. */
const EVALUATION_ROWS = 500

/**
 * Examples per call when validation is measured: what is known to multiply their rows is divided out; a cost or a penalty
 * may multiply them too, so that with one of these a call is no larger than a step, whose memory there was.
 */
function evaluationRows(context: StageContext, batch: number): number {
  if (context.model.cost !== undefined || context.regularizers.length > 0) return Math.min(EVALUATION_ROWS, batch)
  return Math.max(1, Math.floor(EVALUATION_ROWS / rowsPerExample(context)))
}

/** Bytes of one tensor that no engine takes. */
const LARGEST_TENSOR = 2 ** 31

function refuseTooLarge(context: StageContext, batch: number): void {
  const { train, spec } = context.dataset
  const { dimensions } = spec
  const rows = Math.min(batch, train.size) * rowsPerExample(context)
  if (4 * rows * dimensions < LARGEST_TENSOR) return
  throw new HourglassError(
    'too-large',
    `a step would hold ${rows.toLocaleString('en')} rows of ${dimensions} numbers`,
    {
      expected: `fewer than ${Math.floor(LARGEST_TENSOR / 4 / dimensions).toLocaleString('en')} rows`,
      remedy: 'a smaller batch, fewer samples of the noise, or a shorter walkback',
    },
  )
}
