import type { EpochProgress, Key, Params } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { tidy } from '@tensorflow/tfjs-core'

import type { Composition } from './compose-experiment.js'
import type { RunRequest } from './run-request.js'
import type { StageResult } from './run-result.js'
import { secondsSince } from './seconds-since.js'

/** Initialises the model and runs the stages one after the other; the parameters are the caller's. */
export async function runStages(request: RunRequest, { subject, stages }: Composition, rootKey: Key) {
  const { directory, observer, signal, engine } = request
  const { random } = engine
  const initKey = random.fold(rootKey, 'init')
  let params: Params = tidy(() => subject.model.init(initKey))
  initKey.dispose()
  const results: StageResult[] = []
  for (const [place, { name, stage }] of stages.entries()) {
    const key = random.fold(rootKey, 'stage', place)
    const began = performance.now()
    const epochs: EpochProgress[] = []
    const notes: string[] = []
    observer.startStage(name)
    const before = params
    const run = stage.run({ ...subject, params, key, signal })
    try {
      let next = await run.next()
      for (; next.done !== true; next = await run.next()) {
        observer.progress(next.value)
        if (next.value.kind === 'note') notes.push(next.value.message)
        if (next.value.kind !== 'epoch') continue
        epochs.push(next.value)
        const { kind: _, ...epoch } = next.value
        directory.append('metrics.jsonl', { stage: name, place, ...epoch })
      }
      params = next.value
    } finally {
      // Lets the stage free what it holds where we stopped listening: a full disk, say.
      await run.return(params)
      free(before)
      key.dispose()
    }
    results.push({ name, seconds: secondsSince(began), epochs, notes })
  }
  return { params, stages: results }
}
