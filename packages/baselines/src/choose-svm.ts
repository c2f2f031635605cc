import type { Split } from '@hourglass/core'

import { classifyBySvm } from './classify-by-svm.js'
import { errorOf } from './error-of.js'
import { giveWay } from './give-way.js'
import { isEnd } from './is-end.js'
import { joinedSplits } from './joined-splits.js'
import type { SvmKernel } from './svm-kernel.js'
import { type SvmModel, trainSvm, trainSvms, type SvmTraining } from './train-svm.js'

export interface SvmChoice extends SvmTraining {
  readonly kernels: readonly SvmKernel[]
  /** Every C with every kernel. */
  readonly costs: readonly number[]
  /** Train the chosen one once more, on train and validation together; absent: it stays as it is. */
  readonly retrain?: boolean
}

/** What one setting came to. */
export interface SvmTrial {
  readonly kernel: SvmKernel
  readonly cost: number
  /** Fraction of the validation examples that got another class than theirs. */
  readonly validationError: number
  readonly supportVectors: number
}

export interface ChosenSvm {
  readonly model: SvmModel
  /** What the model was trained on, and its support vectors are places in. */
  readonly train: Split
  readonly chosen: SvmTrial
  /** All of them, in the order of the kernels and then of the costs. */
  readonly trials: readonly SvmTrial[]
  /** Whether the chosen kernel or cost is the first or the last of several: a better one may lie beyond. */
  readonly atEdge: boolean
}

/**
 * The kernel and the cost with the least error on validation; of equals the first, so hand in the smoothest kernel and the
 * least cost first. The test split has no part in it.
 *
 * @throws HourglassError `invalid-data` where validation has no labels; what `trainSvms` throws
 */
export async function chooseSvm(
  { train, validation }: { readonly train: Split; readonly validation: Split },
  { kernels, costs, retrain = false, ...training }: SvmChoice,
): Promise<ChosenSvm> {
  const settings = kernels.flatMap((kernel) => costs.map((cost) => ({ kernel, cost })))
  const models = await trainSvms(train, settings, training)
  const trials: SvmTrial[] = []
  for (const model of models) {
    await giveWay(training.signal)
    trials.push({
      kernel: model.kernel,
      cost: model.cost,
      validationError: errorOf(classifyBySvm(model, train, validation), validation),
      supportVectors: model.supportVectors.length,
    })
  }
  const best = trials.reduce(
    (least, trial, place) => (trial.validationError < trials[least]!.validationError ? place : least),
    0,
  )
  const chosen = trials[best]!
  const atEdge = isEnd(Math.floor(best / costs.length), kernels.length) || isEnd(best % costs.length, costs.length)
  if (!retrain) return { model: models[best]!, train, chosen, trials, atEdge }
  const both = joinedSplits(train, validation)
  return { model: await trainSvm(both, settings[best]!, training), train: both, chosen, trials, atEdge }
}
