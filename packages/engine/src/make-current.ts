import { HourglassError } from '@hourglass/core'
import { setBackend } from '@tensorflow/tfjs-core'

/**
 * Makes a registered backend of the tensor library the current one. The library itself answers a backend that does not
 * start with `false` and goes on with another: a run would then be done by an engine that nobody chose.
 *
 * @throws HourglassError `engine-failed`
 */
export async function makeCurrent(backendName: string): Promise<void> {
  if (await setBackend(backendName)) return
  throw new HourglassError('engine-failed', `the tensor library's ${backendName} backend does not start`, {
    remedy: 'another engine: --engine cpu runs everywhere',
  })
}
