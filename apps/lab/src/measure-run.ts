import type { BaselineContext, Experiment, FittedBaseline, Key, Metric, MetricContext, Params } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { measureAll } from '@hourglass/training'

import type { Composition } from './compose-experiment.js'
import { reconstructorAsModel } from './reconstructor-as-model.js'
import type { RunRequest } from './run-request.js'
import type { ResultRow } from './run-result.js'
import { stopIfAborted } from './stop-if-aborted.js'

export interface MeasuredRun {
  readonly rows: readonly ResultRow[]
  /** What the baselines have to say. */
  readonly notes: readonly string[]
}

/** All metrics on the test set: of the model, then of each baseline, fitted here. */
export async function measureRun(
  { experiment, engine, observer, signal }: RunRequest,
  { subject, metrics, baselines, stages }: Composition,
  params: Params,
  rootKey: Key,
): Promise<MeasuredRun> {
  const { random } = engine
  const metricKey = random.fold(rootKey, 'metric')
  const ofModel: MetricContext = { ...subject, params, split: subject.dataset.test, key: metricKey }
  try {
    const measurements = await measureAll(metrics, () => ofModel, signal)
    const rows: ResultRow[] = [{ label: modelLabel(experiment), measurements }]
    const notes: string[] = []
    for (const [place, { name, baseline }] of baselines.entries()) {
      observer.message(`fitting baseline ${name}`)
      await stopIfAborted(signal)
      const key = random.fold(rootKey, 'baseline', place)
      const tell = (message: string): void => observer.message(`  ${message}`)
      const context: BaselineContext = { ...subject, params, stages, key, signal, tell }
      const fitted = await baseline.fit(context).finally(() => free(key))
      try {
        const measured = metrics.filter((metric) => measures(metric, fitted))
        const of = await measureAll(measured, (metric) => contextOf(metric, fitted, ofModel), signal)
        rows.push({ label: fitted.label, baseline: true, measurements: of })
        notes.push(...(fitted.notes ?? []).map((note) => `${fitted.label}: ${note}`))
        if (of.length === 0)
          notes.push(`${fitted.label}: none of the experiment’s metrics measures it; ${remedyFor(fitted)} would`)
      } finally {
        fitted.dispose()
      }
    }
    return { rows, notes }
  } finally {
    free(metricKey)
  }
}

/** A baseline has no encoder: it is measured by what it says of an example. */
function measures({ judges, needsEncoder = false, requires = [] }: Metric, fitted: FittedBaseline): boolean {
  if (judges === 'classes') return fitted.classify !== undefined
  if (judges === 'clusters') return fitted.cluster !== undefined
  return fitted.reconstruct !== undefined && !needsEncoder && requires.length === 0
}

function contextOf({ judges }: Metric, fitted: FittedBaseline, ofModel: MetricContext): MetricContext {
  const { split, model } = ofModel
  if (judges === 'classes') return { ...ofModel, predictions: fitted.classify!(split) }
  if (judges === 'clusters') return { ...ofModel, predictions: fitted.cluster!(split) }
  return { ...ofModel, params: {}, model: reconstructorAsModel(fitted, model) }
}

function remedyFor({ classify, cluster }: FittedBaseline): string {
  if (classify !== undefined) return 'test-error'
  return cluster === undefined ? 'reconstruction' : 'clustering'
}

function modelLabel({ model, noise, name }: Experiment): string {
  return `${name} (${[model.use, noise?.use].filter(Boolean).join(', ')})`
}
