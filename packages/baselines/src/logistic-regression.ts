import type { Baseline, BaselineContext, Split } from '@hourglass/core'
import { free, type Points } from '@hourglass/engine'
import { add, argMax, matMul, type Tensor1D } from '@tensorflow/tfjs-core'

import { errorOf } from './error-of.js'
import { giveWay } from './give-way.js'
import { isEnd } from './is-end.js'
import { minimise, norm } from './lbfgs.js'
import { splitPredictor } from './predict-split.js'
import { requireLabels } from './require-labels.js'
import { count, percent, short } from './short-number.js'
import { type LinearClassifier, type SoftmaxRegression, softmaxRegression, type Weights } from './softmax-regression.js'
import { codeView, pixelView, type View } from './view.js'

export interface LogisticRegressionOptions {
  readonly on: 'codes' | 'pixels'
  /** λ of λ·½‖W‖², to choose among. */
  readonly penalties: readonly number[]
  /** Of L-BFGS, for each λ at most. */
  readonly iterations: number
}

/** Of ‖∇L‖, beside that of a classifier which knows nothing: what float32 products leave of it. */
const TOLERANCE = 1e-4

interface Trial {
  readonly penalty: number
  readonly at: Weights
  readonly error: number
  readonly converged: boolean
}

/**
 * Multinomial logistic regression, p(k | x) = softmax(xW + b)_k, on codes or on pixels: the least of the mean cross-entropy
 * + λ·½‖W‖², which is convex, by L-BFGS over all training examples; λ with the least error on validation, of equals the
 * largest. It draws nothing. On codes it says how much of the classes a linear map of h(x) tells.
 *
 * @throws HourglassError `no-labels`
 */
export function logisticRegression(options: LogisticRegressionOptions): Baseline {
  return {
    check: (subject) => void requireLabels(subject, 'logistic regression'),
    async fit(context) {
      const { classes, train } = requireLabels(context, 'logistic regression')
      const { engine, dataset } = context
      const view = options.on === 'codes' ? codeView(context) : pixelView()
      let points: Points = []
      try {
        points = view.points(dataset.train)
        const regression = softmaxRegression(engine, { points, labels: train, classes })
        const predict = splitPredictor(engine, (given: { view: View['tensors']; by: LinearClassifier }, x) => {
          const { W, b } = given.by
          return argMax(add(matMul(view.of(given.view, x), W), b), 1) as Tensor1D
        })
        const classify = (by: LinearClassifier, split: Split) => predict({ view: view.tensors, by }, split)
        const errorAt = (at: Weights): number => {
          const by = regression.classifier(at)
          const said = classify(by, dataset.validation)
          free(by)
          return errorOf(said, dataset.validation)
        }
        const trials = await tryAll(options, regression, errorAt, context).finally(regression.dispose)
        const chosen = trials.reduce((least, trial) => (trial.error < least.error ? trial : least))
        const by = regression.classifier(chosen.at)
        return {
          label: `logistic regression on ${options.on}`,
          notes: notesOf(chosen, trials, options),
          classify: (split) => classify(by, split),
          dispose: () => free(by, view.tensors),
        }
      } catch (error) {
        free(view.tensors)
        throw error
      } finally {
        free(...points)
      }
    },
  }
}

/** Each λ from where the larger one before it ended. */
async function tryAll(
  { penalties, iterations }: LogisticRegressionOptions,
  { cost, size }: SoftmaxRegression,
  errorAt: (at: Weights) => number,
  { signal, tell }: BaselineContext,
): Promise<readonly Trial[]> {
  let at: Weights = new Float64Array(size)
  const tolerance = TOLERANCE * norm(cost(0)(at).gradient)
  const trials: Trial[] = []
  for (const penalty of [...new Set(penalties)].toSorted((a, b) => b - a)) {
    const found = await minimise(cost(penalty), at, { tolerance, iterations, turn: () => giveWay(signal) })
    at = found.x
    const error = errorAt(at)
    tell(
      `logistic regression, λ = ${short(penalty)}: ${found.iterations} iterations, cost ${found.value.toPrecision(4)}, ` +
        `error on validation ${percent(error)}`,
    )
    trials.push({ penalty, at, error, converged: found.converged })
  }
  return trials
}

function notesOf({ penalty, error, converged }: Trial, trials: readonly Trial[], options: LogisticRegressionOptions) {
  const choice = trials.length > 1 ? `, chosen on validation of ${trials.length}` : ''
  const notes = [`λ = ${short(penalty)}${choice}: error on validation ${percent(error)}`]
  const place = trials.findIndex((trial) => trial.penalty === penalty)
  if (isEnd(place, trials.length)) notes.push('λ lies at the edge of its grid: a better one may lie beyond')
  if (!converged) notes.push(`not converged after ${count(options.iterations)} iterations, or as far as float32 goes`)
  return notes
}
