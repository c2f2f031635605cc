import type { Baseline, BaselineContext, Split } from '@hourglass/core'

import { type ChosenSvm, chooseSvm } from './choose-svm.js'
import { classifyBySvm } from './classify-by-svm.js'
import { firstExamples } from './first-examples.js'
import { gammaScale } from './gamma-scale.js'
import { classPairs } from './one-against-one.js'
import { requireLabels } from './require-labels.js'
import { count, percent, short } from './short-number.js'
import type { SvmKernel } from './svm-kernel.js'

export interface SupportVectorMachineOptions {
  readonly kernel: SvmKernel['use']
  /** C, to choose among; absent: `DEFAULT_COSTS` of the kernel. */
  readonly costs?: readonly number[] | undefined
  /** γ of the RBF kernel, to choose among, in multiples of 1/(d_x·Var). */
  readonly gammas: readonly number[]
  /** Training examples that are used, the first ones. */
  readonly train: number
  /** Whether the chosen one is trained once more, on train and validation. */
  readonly retrain: boolean
}

/** A linear machine on hundreds of dimensions overfits at a C where one with an RBF kernel is smooth. */
export const DEFAULT_COSTS: Readonly<Record<SvmKernel['use'], readonly number[]>> = {
  linear: [0.001, 0.01, 0.1, 1],
  rbf: [1, 10, 100],
}

/** Lines about how far training has come. */
const LINES = 5

/**
 * A support vector machine on the examples as they are, one against one; C and γ with the least error on validation. It
 * knows nothing of the autoencoder, and draws nothing.
 *
 * Source: Cortes and Vapnik 1995; as a comparison, Larochelle et al. 2007.
 *
 * @throws HourglassError `no-labels`; what `chooseSvm` throws
 */
export function supportVectorMachine(options: SupportVectorMachineOptions): Baseline {
  return {
    check: (subject) => void requireLabels(subject, 'an SVM'),
    async fit(context) {
      requireLabels(context, 'an SVM')
      const { dataset, signal } = context
      const train = firstExamples(dataset.train, options.train)
      const found = await chooseSvm(
        { train, validation: dataset.validation },
        {
          kernels: kernelsOf(options, train),
          costs: ascending(options.costs ?? DEFAULT_COSTS[options.kernel]),
          retrain: options.retrain,
          signal,
          progress: everyFew(context, train),
        },
      )
      return {
        label: labelOf(found, train.size < dataset.train.size ? train.size : undefined),
        notes: notesOf(found, train, options, context),
        classify: (split) => classifyBySvm(found.model, found.train, split),
        dispose: () => {},
      }
    },
  }
}

/** The smoothest first: of equals it is taken. */
function kernelsOf({ kernel, gammas }: SupportVectorMachineOptions, train: Split): readonly SvmKernel[] {
  if (kernel === 'linear') return [{ use: 'linear' }]
  const scale = gammaScale(train)
  return ascending(gammas).map((times) => ({ use: 'rbf', gamma: times * scale }))
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].toSorted((a, b) => a - b)
}

/** A line a pair of classes would be 45 for ten classes. */
function everyFew({ tell }: BaselineContext, { labels }: Split): (message: string) => void {
  const every = Math.ceil(classPairs([...new Set(labels)]).length / LINES)
  let pairs = 0
  return (message) => {
    pairs++
    if (pairs % every === 0) tell(message)
  }
}

function labelOf({ chosen: { kernel, cost } }: ChosenSvm, cut: number | undefined): string {
  const examples = cut === undefined ? '' : ` (${count(cut)} examples)`
  if (kernel.use === 'linear') return `linear SVM${examples}, C = ${short(cost)}`
  return `RBF-SVM${examples}, C = ${short(cost)}, γ = ${short(kernel.gamma)}`
}

function notesOf(
  { chosen, trials, atEdge, model }: ChosenSvm,
  train: Split,
  { retrain }: SupportVectorMachineOptions,
  { dataset, engine }: BaselineContext,
): readonly string[] {
  const { kernel, validationError } = chosen
  const times = kernel.use === 'rbf' ? ` and γ = ${short(kernel.gamma / gammaScale(train))}/(d·Var)` : ''
  const vectors = `${count(model.supportVectors.length)} support vectors`
  const notes = [`C${times} chosen on validation of ${trials.length}, error ${percent(validationError)}; ${vectors}`]
  if (atEdge) notes.push('the choice lies at the edge of its grid: a better one may lie beyond')
  if (train.size < dataset.train.size)
    notes.push(`trained on the first ${count(train.size)} of ${count(dataset.train.size)} training examples`)
  if (retrain) notes.push('the chosen one was trained once more, on train and validation')
  if (engine.facts['precision'] === 'fast')
    notes.push(
      'precision fast lets matrix products round to bfloat16, which spoils distances of examples: take --precision strict',
    )
  return notes
}
