import { readFileSync } from 'node:fs'

import { DATASET, ENGINE, type Engine, HourglassError, type Params, type RunScope, type Subject } from '@hourglass/core'
import { decodeSafetensors, free } from '@hourglass/engine'

import { composeExperiment } from './compose-experiment.js'
import type { LoadedExperiment } from './load-experiment.js'
import type { RunDirectory } from './run-directory.js'
import type { RunResult } from './run-result.js'

export interface TrainedRun {
  readonly subject: Subject
  readonly params: Params
  readonly scope: RunScope
}

/**
 * A finished run's experiment, composed again, with the weights it ended with. Dispose of its scope to free all of it.
 *
 * @throws HourglassError `not-a-run`, `invalid-safetensors`, and what composing throws
 */
export async function loadRun(
  { experiment, host }: LoadedExperiment,
  directory: RunDirectory,
  engine: Engine,
): Promise<TrainedRun> {
  const result = directory.finished<RunResult>()
  if (result === undefined) throw notFinished(directory)
  const scope = host.createScope().provide(ENGINE, engine)
  try {
    const dataset = await scope.create(DATASET, experiment.dataset).load()
    const { subject } = composeExperiment(scope, experiment, dataset, engine)
    const file = directory.file(result.weights.file)
    const params = decodeSafetensors(readFileSync(file), file)
    scope.onDispose(() => free(params))
    return { subject, params, scope }
  } catch (error) {
    scope.dispose()
    throw error
  }
}

export function notFinished({ path }: RunDirectory): HourglassError {
  return new HourglassError('not-a-run', 'this is not the folder of a finished run', {
    place: { source: path },
    expected: 'a folder that hourglass run made, with result.json in it',
  })
}
