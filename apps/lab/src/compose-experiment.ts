import {
  type Baseline,
  BASELINE,
  DATA_SPEC,
  type Dataset,
  type Engine,
  type Experiment,
  LOSS,
  METRIC,
  type Metric,
  MODEL,
  NOISE,
  REGULARIZER,
  type RunScope,
  type Stage,
  STAGE,
  type Subject,
} from '@hourglass/core'

/** Everything that an experiment names, created. */
export interface Composition {
  readonly subject: Subject
  readonly stages: readonly { readonly name: string; readonly stage: Stage }[]
  readonly metrics: readonly Metric[]
  readonly baselines: readonly { readonly name: string; readonly baseline: Baseline }[]
}

/**
 * Creates all plugins of an experiment before any of them works, so that what cannot be created is told at once and not
 * after hours of training. The scope provides the data set's spec from here on.
 */
export function composeExperiment(
  scope: RunScope,
  experiment: Experiment,
  dataset: Dataset,
  engine: Engine,
): Composition {
  scope.provide(DATA_SPEC, dataset.spec)
  return {
    subject: {
      engine,
      dataset,
      model: scope.create(MODEL, experiment.model),
      loss: scope.create(LOSS, experiment.loss),
      noise: experiment.noise === undefined ? undefined : scope.create(NOISE, experiment.noise),
      noiseSamples: experiment.noise?.samples ?? 1,
      regularizers: experiment.regularizers.map((reference, place, all) => ({
        name: distinctName(reference.use, place, all),
        weight: reference.weight,
        regularizer: scope.create(REGULARIZER, reference),
      })),
    },
    stages: experiment.stages.map((reference) => ({ name: reference.use, stage: scope.create(STAGE, reference) })),
    metrics: experiment.metrics.map((reference) => scope.create(METRIC, reference)),
    baselines: experiment.baselines.map((reference) => ({
      name: reference.use,
      baseline: scope.create(BASELINE, reference),
    })),
  }
}

/** `weight-decay`, then `weight-decay 2`: two of a kind are two terms of the objective. */
function distinctName(name: string, place: number, all: readonly { readonly use: string }[]): string {
  const before = all.slice(0, place).filter(({ use }) => use === name).length
  return before === 0 ? name : `${name} ${before + 1}`
}
