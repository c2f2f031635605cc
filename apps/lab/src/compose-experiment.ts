import {
  type Autoencoder,
  type Baseline,
  BASELINE,
  DATA_SPEC,
  type Dataset,
  type Engine,
  type Experiment,
  HourglassError,
  LOSS,
  METRIC,
  type Metric,
  MODEL,
  NOISE,
  OUTPUT_DISTRIBUTION,
  type RunScope,
  type Stage,
  STAGE,
  type Subject,
} from '@hourglass/core'
import { createRegularizers } from '@hourglass/training'

/** Everything that an experiment names, created. */
export interface Composition {
  readonly subject: Subject
  readonly stages: readonly { readonly name: string; readonly stage: Stage }[]
  readonly metrics: readonly Metric[]
  readonly baselines: readonly { readonly name: string; readonly baseline: Baseline }[]
}

/**
 * Creates all plugins of an experiment before any of them works, so that what cannot be created is told at once and not
 * after hours of training. The scope provides the data set's spec and the loss from here on.
 */
export function composeExperiment(
  scope: RunScope,
  experiment: Experiment,
  dataset: Dataset,
  engine: Engine,
): Composition {
  scope.provide(DATA_SPEC, dataset.spec)
  const loss = within('loss', () => scope.create(LOSS, experiment.loss))
  // Before the model, which asks how many numbers its decoder owes for each dimension.
  scope.provide(OUTPUT_DISTRIBUTION, loss)
  const { noise, regularizers, stages, metrics, baselines } = experiment
  return {
    subject: {
      engine,
      dataset,
      model: within('model', () => createModel(scope, experiment)),
      loss,
      noise: noise && within('noise', () => scope.create(NOISE, noise)),
      noiseUse: noise ?? { samples: 1, walkback: 0 },
      regularizers: createRegularizers(regularizers, {
        create: (point, reference) =>
          within(`regularizers[${regularizers.indexOf(reference as never)}]`, () => scope.create(point, reference)),
      }),
    },
    stages: stages.map((reference, place) => ({
      name: reference.use,
      stage: within(`stages[${place}]`, () => scope.create(STAGE, reference)),
    })),
    metrics: metrics.map((reference, place) => within(`metrics[${place}]`, () => scope.create(METRIC, reference))),
    baselines: baselines.map((reference, place) => ({
      name: reference.use,
      baseline: within(`baselines[${place}]`, () => scope.create(BASELINE, reference)),
    })),
  }
}

/** A model that does not fit its loss does not know the loss's name. */
function createModel(scope: RunScope, { model, loss }: Experiment): Autoencoder {
  try {
    return scope.create(MODEL, model)
  } catch (error) {
    if (!(error instanceof HourglassError) || error.code !== 'model-loss-mismatch') throw error
    const { code, message, place, expected, remedy, cause } = error
    const named = `model "${model.use}" does not fit loss "${loss.use}": ${message}`
    throw new HourglassError(code, named, { place, expected, remedy, cause })
  }
}

/** An error of `create` knows nothing of the experiment; its place in it is added here. */
function within<Created>(path: string, create: () => Created): Created {
  try {
    return create()
  } catch (error) {
    throw error instanceof HourglassError ? error.at({ path }) : error
  }
}
