import {
  type Experiment,
  HourglassError,
  type Key,
  type Measurement,
  type Metric,
  type Params,
  type Subject,
} from '@hourglass/core'

import type { Composition } from './compose-experiment.js'
import { reconstructorAsModel } from './reconstructor-as-model.js'
import type { RunRequest } from './run-request.js'
import type { ResultRow } from './run-result.js'
import { stopIfAborted } from './stop-if-aborted.js'

/** All metrics on the test set: of the model, then of each baseline, fitted here. */
export async function measureRun(
  request: RunRequest,
  { subject, metrics, baselines }: Composition,
  params: Params,
  rootKey: Key,
): Promise<ResultRow[]> {
  const { experiment, engine, observer, signal } = request
  const { random } = engine
  const { model, dataset, loss } = subject
  const measure = async (measured: Subject, of: Params, baseline: boolean): Promise<Measurement[]> => {
    const key = random.fold(rootKey, 'metric')
    const results: Measurement[] = []
    try {
      for (const metric of metrics) {
        await stopIfAborted(signal)
        if (!(baseline && needsModel(metric)))
          for (const each of await metric.measure({ ...measured, params: of, split: dataset.test, key }))
            results.push(distinct(each, results))
      }
    } finally {
      key.dispose()
    }
    return results
  }
  const measurements = await measure(subject, params, false)
  for (const { name, value } of measurements)
    if (!Number.isFinite(value)) throw new HourglassError('diverged', `the measured ${name} is ${value}`)
  const rows: ResultRow[] = [{ label: modelLabel(experiment), measurements }]
  for (const [place, { name, baseline }] of baselines.entries()) {
    observer.message(`fitting baseline ${name}`)
    await stopIfAborted(signal)
    const key = random.fold(rootKey, 'baseline', place)
    const fitted = await baseline.fit({ engine, dataset, loss, codeDimensions: model.codeDimensions, key })
    key.dispose()
    try {
      const asModel = { ...subject, model: reconstructorAsModel(fitted, model) }
      rows.push({ label: fitted.label, baseline: true, measurements: await measure(asModel, {}, true) })
    } finally {
      fitted.dispose()
    }
  }
  return rows
}

/** One metric twice, with other options, is two columns: `saturation`, then `saturation 2`. */
function distinct(measurement: Measurement, before: readonly Measurement[]): Measurement {
  const { name, label } = measurement
  const times = before.filter((other) => other.name === name || other.name.startsWith(`${name} `)).length + 1
  return times === 1 ? measurement : { ...measurement, name: `${name} ${times}`, label: `${label} [${times}]` }
}

/** A baseline reconstructs and does nothing else that a metric could need. */
function needsModel({ needsEncoder = false, requires = [] }: Metric): boolean {
  return needsEncoder || requires.length > 0
}

function modelLabel({ model, noise, name }: Experiment): string {
  return `${name} (${[model.use, noise?.use].filter(Boolean).join(', ')})`
}
