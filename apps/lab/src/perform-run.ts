import { explainFileError } from './file-error.js'
import type { RunRequest } from './run-request.js'
import type { RunResult } from './run-result.js'
import { runExperiment } from './run-experiment.js'
import { stopIfAborted } from './stop-if-aborted.js'
import { writeReport } from './write-report.js'

/**
 * One run from the claim of its folder to the release of it: trains, measures, writes the report, and `result.json` as
 * the last word.
 *
 * @throws HourglassError `run-in-progress`, `interrupted`, and all that composing and training throw
 */
export async function performRun(request: RunRequest): Promise<RunResult> {
  const { directory, observer, signal } = request
  try {
    if (directory.start() === 'unfinished')
      observer.message('an unfinished run of the same experiment was there: starting it afresh')
    const result = await runExperiment(request)
    writeReport(directory, result)
    await stopIfAborted(signal)
    directory.finish(result)
    return result
  } catch (error) {
    throw explainFileError(error)
  } finally {
    directory.release()
  }
}
