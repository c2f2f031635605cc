import { createHash } from 'node:crypto'

import { DATASET, ENGINE } from '@hourglass/core'
import { encodeSafetensors, free } from '@hourglass/engine'
import { dataOf } from '@hourglass/portable'
import { stringify } from 'yaml'

import { composeExperiment } from './compose-experiment.js'
import { describeEnvironment } from './environment.js'
import { drawFigures } from './figures/draw-figures.js'
import { measureRun } from './measure-run.js'
import { rehearse } from './rehearse.js'
import { requireDataset } from './require-dataset.js'
import type { RunUnderWay } from './run-request.js'
import type { RunResult } from './run-result.js'
import { runStages } from './run-stages.js'
import { secondsSince } from './seconds-since.js'
import { stopIfAborted } from './stop-if-aborted.js'
import { drawVectorField } from './vector-field.js'

/**
 * Composes an experiment, trains it, measures it, and writes all of the run's folder but its report and `result.json`,
 * which are the caller's last words (`RunDirectory.finish`).
 *
 * Streams of the root key: `rehearsal` for the trial before training, `init` for the parameters, `stage`/place for each
 * stage, `metric` and `baseline` for what is random in measuring, `figure` for the figures.
 */
export async function runExperiment(request: RunUnderWay): Promise<RunResult> {
  const { experiment, engine, directory, observer, signal } = request
  const { warn: _, ...engineSettings } = request.settings ?? {}
  const warnings = request.warnings?.begin((text) => observer.message(text))
  const began = performance.now()
  const scope = request.host.createScope().provide(ENGINE, engine)
  const rootKey = engine.random.key(experiment.seed)
  scope.onDispose(() => rootKey.dispose())
  try {
    const loading = scope.create(DATASET, experiment.dataset).load((text) => observer.message(text), signal)
    const dataset = requireDataset(await loading, experiment.dataset.use)
    await stopIfAborted(signal)
    const composition = composeExperiment(scope, experiment, dataset, engine)
    rehearse(composition, experiment, rootKey)
    const loadSeconds = secondsSince(began)
    directory.write('experiment.yaml', stringify(experiment))
    directory.writeJson('environment.json', describeEnvironment(engine, dataset, request))

    const { params, stages } = await runStages(request, composition, rootKey)
    scope.onDispose(() => free(params))
    const weights = encodeSafetensors(params)
    directory.write('checkpoints/final.safetensors', weights)

    const measuring = performance.now()
    observer.message('measuring on the test set')
    const { rows, notes } = await measureRun(request, composition, params, rootKey)
    const measuringSeconds = secondsSince(measuring)

    const drawing = performance.now()
    observer.message('drawing figures')
    const undrawn = await drawFigures(directory, composition.subject, params, rootKey, signal)
    drawVectorField(directory, composition.subject, params)
    const result: RunResult = {
      id: request.id,
      name: experiment.name,
      engine: engine.name,
      engineDescription: engine.description,
      engineSettings,
      machine: engine.machine,
      finishedAt: new Date().toISOString(),
      data: dataOf(dataset.spec),
      rows,
      stages,
      weights: { file: 'checkpoints/final.safetensors', sha256: createHash('sha256').update(weights).digest('hex') },
      timings: [
        { label: 'loading', seconds: loadSeconds },
        ...stages.map(({ name, seconds }) => ({ label: name, seconds })),
        { label: 'measuring', seconds: measuringSeconds },
        { label: 'drawing', seconds: secondsSince(drawing) },
      ],
      notes: [...(dataset.notes ?? []), ...notes, ...undrawn, ...(warnings?.heard ?? [])],
    }
    return result
  } finally {
    warnings?.end()
    scope.dispose()
  }
}
