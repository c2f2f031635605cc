import {
  type Baseline,
  type BaselineContext,
  type Dataset,
  type FittedBaseline,
  type Reference,
  STAGE,
} from '@hourglass/core'
import { free } from '@hourglass/engine'
import { tidy } from '@tensorflow/tfjs-core'

import { syntheticDataset, withoutTestSplit } from './baseline-data.js'
import type { Bench, VariantCase } from './describe-variant.js'
import { gaussianOutput } from './gaussian-output.js'
import { referenceNetwork } from './reference-network.js'

/** What a fitted baseline can do. */
export type BaselineAbility = 'reconstruct' | 'classify' | 'cluster'

export interface BaselineCase extends VariantCase {
  /** d_h of the model that it stands beside; absent: 2. */
  readonly codeDimensions?: number
  /** What to fit and measure it on; absent: 240 + 60 + 45 examples of what `data` says, of three classes. */
  readonly dataset?: Dataset
  /** The experiment's stages, of `plugins`; absent: none. */
  readonly stages?: readonly Reference[]
  /** How it calls itself. */
  readonly label?: string
  /** All that it can do; absent: reconstruct. */
  readonly does?: readonly BaselineAbility[]
  /** E[y | θ] for one example, in plain float64, after having seen these training examples. */
  readonly reconstruct?: (x: Float64Array, train: readonly Float64Array[]) => ArrayLike<number>
  /** The class of one example, after having seen these training examples and their classes. */
  readonly classify?: (x: Float64Array, train: readonly Float64Array[], labels: Uint8Array) => number
  /** The fraction of test examples that may be given another class than theirs at most. */
  readonly wrong?: number
  /** k, where it clusters; absent: the number of classes. */
  readonly clusters?: number
  /** Fitting takes longer than a moment: it tells how far it has come, and ends where the signal is aborted. */
  readonly takesTime?: boolean
}

/** The experiment that a baseline is tried beside; made once a test runs. */
export interface BaselineBench {
  readonly dataset: Dataset
  /** With parameters of its own; `free` frees them. */
  context(more?: Partial<BaselineContext>): BaselineContext
  free(context: BaselineContext): void
  /** Fits, measures, disposes; fitting cannot read the test split. */
  fitted<Result>(measure: (fit: FittedBaseline) => Result, more?: Partial<BaselineContext>): Promise<Result>
}

export function baselineBench(bench: Bench<Baseline>, given: BaselineCase): BaselineBench {
  const { dataset = syntheticDataset(bench.data), codeDimensions = 2 } = given
  const context: BaselineBench['context'] = (more) => {
    const { engine, scope } = bench
    const network = { dimensions: dataset.spec.dimensions, hidden: [codeDimensions], activation: 'sigmoid' } as const
    const { model } = referenceNetwork(network, engine.random)
    const initKey = bench.key('init')
    const params = tidy(() => model.init(initKey))
    free(initKey)
    const stages = (given.stages ?? []).map((stage) => ({ name: stage.use, stage: scope.create(STAGE, stage) }))
    return withoutTestSplit({
      ...{ engine, dataset, model, params, stages, loss: gaussianOutput(engine), key: bench.key('fit') },
      ...{ noiseUse: { samples: 1, walkback: 0 }, regularizers: [] },
      ...{ signal: new AbortController().signal, tell: () => {} },
      ...more,
    })
  }
  const freeContext = ({ params, key }: BaselineContext): void => free(params, key)
  return {
    dataset,
    context,
    free: freeContext,
    async fitted(measure, more) {
      const own = context(more)
      const fit = await bench.variant.fit(own)
      try {
        return measure(fit)
      } finally {
        fit.dispose()
        freeContext(own)
      }
    },
  }
}
