import {
  HourglassError,
  type Params,
  READOUT,
  type Stage,
  type StageContext,
  type StageEvent,
  type Subject,
} from '@hourglass/core'
import { batchTensor, free } from '@hourglass/engine'
import { sum } from '@tensorflow/tfjs-core'

import { backpropagation, parametersThatEnter } from './backpropagation.js'
import { classificationObjective } from './classification-objective.js'
import { copiesOf } from './copies-of.js'
import type { Descent } from './descent.js'
import { fitWithPatience } from './fit-with-patience.js'
import { classificationMeasure } from './measure-classification.js'
import { freshReadout, type ReadoutKind } from './readout.js'
import { refuseUnlabelled, requireLabels, type SupervisedRule } from './supervised-rule.js'

export interface FineTuneOptions {
  readonly epochs: number
  readonly batch: number
  readonly descent: Descent
  /** Epochs without a smaller validation error after which to stop; absent: all epochs, last parameters. */
  readonly patience?: number
  /** The encoder stays as it is: a linear read-out of its codes. */
  readonly freeze: boolean
  /** Corrupt the examples learned from with the experiment's noise, once a step. */
  readonly noise: boolean
  /** λ of λ·½‖W‖² over all weights that are learned. */
  readonly weightDecay: number
  readonly readout: ReadoutKind
}

/**
 * Supervised training: a read-out θ = h(x)W + b is put on top of the encoder, and both minimise −log p(label | h). Adds
 * `readout.W` [d_h, classes] and `readout.b` [classes], which start from 0, or from where an earlier such stage left
 * them. What the encoder does not use (the decoder) and, with `freeze`, the encoder stays as it is, to the bit.
 * Regularizers take no part. Validation is measured after every epoch, without noise; with `patience`, the parameters
 * of the epoch with the least error are returned, of several such the one with the least cross-entropy.
 *
 * Source: Hinton and Salakhutdinov 2006; Vincent et al. 2010, §3.5.
 *
 * @throws HourglassError `no-labels`, `no-noise`
 */
export function fineTune(options: FineTuneOptions): Stage {
  return {
    adds: Object.values(READOUT),
    supervised: true,
    check(prospect) {
      requireClasses(prospect)
      if (options.noise) requireNoise(prospect)
    },
    run: (context) => runFineTune(options, context),
  }
}

/** Rows of a call where nothing is learned: enough for fast products. */
const EVALUATION_ROWS = 500

async function* runFineTune(options: FineTuneOptions, context: StageContext): AsyncGenerator<StageEvent, Params, void> {
  const { engine, dataset, model } = context
  const { random } = engine
  const classes = requireClasses(context)
  if (options.noise) requireNoise(context)
  const { learned, fixed } = divided(options, context, classes)
  const parts = { model, classes, readout: options.readout, weightDecay: options.weightDecay, random }
  const objective = classificationObjective(options.noise ? { ...parts, noise: context.noise } : parts)
  const rule: SupervisedRule = (given) => backpropagation(objective(given))
  const measure = classificationMeasure(engine, classificationObjective(parts), EVALUATION_ROWS)
  const fitKey = random.fold(context.key, 'fit')
  try {
    const params = yield* fitWithPatience(
      {
        ...{ engine, rule, fixed, descent: options.descent, train: dataset.train, epochs: options.epochs },
        ...{ batch: options.batch, key: fitKey, signal: context.signal },
        ...{ patience: options.patience, resume: context.resume },
        validate: (learning) => measure(learning, fixed, dataset.validation, context.key),
        by: ['error', 'cross-entropy'],
        kept: 'the least error on validation',
      },
      learned,
    )
    return { ...copiesOf(fixed), ...params }
  } finally {
    free(fitKey, fixed)
  }
}

/** Copies: the parameters that are learned, the read-out's among them, and those that stay as they are. */
function divided(
  { freeze }: FineTuneOptions,
  context: StageContext,
  classes: number,
): Record<'learned' | 'fixed', Params> {
  const { model, params } = context
  const readout: readonly string[] = Object.values(READOUT)
  const encoder = freeze ? [] : encoderParameters(context)
  const isLearned = (name: string): boolean => encoder.includes(name) || readout.includes(name)
  const named = Object.entries(copiesOf(params))
  const own = Object.fromEntries(named.filter(([name]) => isLearned(name)))
  return {
    learned: READOUT.weights in params ? own : { ...own, ...freshReadout(model.codeDimensions, classes) },
    fixed: Object.fromEntries(named.filter(([name]) => !isLearned(name))),
  }
}

/** The parameters on which h(x) depends. */
function encoderParameters({ model, params, dataset }: StageContext): readonly string[] {
  const x = batchTensor(dataset.train, [0])
  try {
    return parametersThatEnter(params, () => sum(model.encode(params, x)))
  } finally {
    x.dispose()
  }
}

function requireClasses({ dataset: { spec, train, validation } }: Subject): number {
  for (const split of [train, validation]) requireLabels(split)
  return spec.classes ?? refuseUnlabelled()
}

function requireNoise({ noise }: Subject): void {
  if (noise !== undefined) return
  throw new HourglassError('no-noise', 'fine-tune is to corrupt its examples, but the experiment has no noise', {
    place: { path: 'noise' },
    expected: 'a noise, such as masking',
    remedy: 'give the experiment a noise, or leave `noise: true` out of the stage',
  })
}
