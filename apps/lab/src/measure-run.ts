import { type Experiment, HourglassError, type Key, type Measurement, type Params, type Subject } from '@hourglass/core'

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
        if (!(baseline && metric.needsEncoder))
          results.push(...(await metric.measure({ ...measured, params: of, split: dataset.test, key })))
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

function modelLabel({ model, noise, name }: Experiment): string {
  return `${name} (${[model.use, noise?.use].filter(Boolean).join(', ')})`
}
