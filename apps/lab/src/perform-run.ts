import { HourglassError } from '@hourglass/core'
import { free } from '@hourglass/engine'

import { CHECKPOINTS } from './checkpoint-policy.js'
import { Checkpoints, type RestoredPoint, type WrittenBy } from './checkpoints.js'
import { commit } from './environment.js'
import { explainFileError } from './file-error.js'
import type { RunRequest } from './run-request.js'
import type { RunResult } from './run-result.js'
import { runExperiment } from './run-experiment.js'
import { stopIfAborted } from './stop-if-aborted.js'
import { writeReport } from './write-report.js'

/**
 * One run from the claim of its folder to the release of it: trains, from the last checkpoint where there is one, measures,
 * writes the report, and `result.json` as the last word.
 *
 * @throws HourglassError `run-in-progress`, `nothing-to-resume`, `interrupted`, and all that composing and training throw
 */
export async function performRun(request: RunRequest): Promise<RunResult> {
  const { directory, signal } = request
  const writtenBy = { commit: commit(), threads: request.engine.machine?.['threads'] as number | undefined }
  const store = new Checkpoints(directory, request.checkpoints ?? CHECKPOINTS, writtenBy)
  try {
    const from = directory.start() === 'unfinished' ? takeUp(request, store, writtenBy) : undefined
    if (from === undefined && request.resume === 'require') throw nothingToResume(request)
    const result = await runExperiment({ ...request, store, from })
    writeReport(directory, result)
    await stopIfAborted(signal)
    directory.finish(result)
    store.clear()
    return result
  } catch (error) {
    throw explainFileError(error)
  } finally {
    directory.release()
  }
}

/** The point to go on from; where there is none, what the unfinished run has left is removed. */
function takeUp(
  { directory, observer, resume }: RunRequest,
  store: Checkpoints,
  { commit: ours, threads }: WrittenBy,
): RestoredPoint | undefined {
  const afresh = (reason: string): undefined => {
    observer.message(`an unfinished run of the same experiment was there: starting it afresh, ${reason}`)
    directory.empty()
  }
  if (resume === 'never') return afresh('as asked')
  const point = store.restore((text) => observer.message(text))
  if (point === undefined) return afresh('for it has no checkpoint')
  const { writtenBy } = point
  if (writtenBy.commit !== ours) {
    free({ ...point.params }, { ...point.snapshot?.tensors })
    return afresh(`for other code began it: ${writtenBy.commit ?? 'an installed package'}`)
  }
  const epoch = point.soFar.epochs.length
  observer.message(
    `going on with an unfinished run: stage ${point.stage + 1}${epoch === 0 ? '' : `, after epoch ${epoch}`}`,
  )
  if (writtenBy.threads !== threads)
    observer.message(
      `it began with ${writtenBy.threads} threads, and this is ${threads}: the last bits may come out otherwise`,
    )
  return point
}

function nothingToResume({ directory }: RunRequest): HourglassError {
  return new HourglassError('nothing-to-resume', 'there is no unfinished run of this experiment to go on with', {
    place: { source: directory.path },
    expected: 'a run with a checkpoint, of the same experiment, engine and code',
    remedy: 'leave --resume out: a run is taken up by itself where it can be, and started where not',
  })
}
