import type { EpochProgress, Key, Params, StageContext } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { tidy } from '@tensorflow/tfjs-core'

import type { Composition } from './compose-experiment.js'
import type { RunUnderWay } from './run-request.js'
import type { StageMeasurement, StageResult } from './run-result.js'
import { secondsSince } from './seconds-since.js'

/**
 * Initialises the model and runs the stages one after the other, or goes on from a checkpoint; the parameters are the
 * caller's.
 */
export async function runStages(request: RunUnderWay, { subject, stages }: Composition, rootKey: Key) {
  const { directory, observer, signal, engine, store, from } = request
  const { random } = engine
  let params = from?.params ?? freshParams(request, subject, rootKey)
  const finished: StageResult[] = [...(from?.finished ?? [])]
  for (const [place, { name, stage }] of stages.entries()) {
    if (place < (from?.stage ?? 0)) continue
    const resumed = place === from?.stage ? from : undefined
    const key = random.fold(rootKey, 'stage', place)
    const began = performance.now()
    const seconds = (): number => (resumed?.soFar.seconds ?? 0) + secondsSince(began)
    const epochs: EpochProgress[] = [...(resumed?.soFar.epochs ?? [])]
    const notes: string[] = [...(resumed?.soFar.notes ?? [])]
    const measured: StageMeasurement[] = [...(resumed?.soFar.measured ?? [])]
    observer.startStage(name)
    const before = params
    const context: StageContext = {
      ...subject,
      params,
      key,
      signal,
      ...(resumed?.snapshot && { resume: resumed.snapshot }),
    }
    const run = stage.run(context)
    try {
      let next = await run.next()
      for (; next.done !== true; next = await run.next()) {
        const event = next.value
        if (event.kind === 'checkpoint') {
          // At Ctrl-C too, so that nothing is lost.
          if (store.due() || signal.aborted)
            store.save({
              stage: place,
              finished,
              soFar: { epochs, notes, measured, seconds: seconds() },
              snapshot: event.take(),
            })
          continue
        }
        observer.progress(event)
        if (event.kind === 'note') notes.push(event.message)
        if (event.kind !== 'epoch' && event.kind !== 'measured') continue
        const { kind: _, ...told } = event
        directory.append('metrics.jsonl', { stage: name, place, ...told })
        if (event.kind === 'epoch') epochs.push(event)
        else measured.push(told as StageMeasurement)
      }
      params = next.value
    } finally {
      // Lets the stage free what it holds where we stopped listening: a full disk, say.
      await run.return(params)
      free(before)
      if (resumed?.snapshot !== undefined) free(resumed.snapshot.tensors)
      key.dispose()
    }
    finished.push({ name, seconds: seconds(), epochs, notes, ...(measured.length > 0 && { measured }) })
    store.saveStage(params)
    store.save({ stage: place + 1, finished, soFar: { epochs: [], notes: [], seconds: 0 } })
  }
  return { params, stages: finished }
}

function freshParams({ engine }: RunUnderWay, { model }: Composition['subject'], rootKey: Key): Params {
  const key = engine.random.fold(rootKey, 'init')
  const params = tidy(() => model.init(key))
  key.dispose()
  return params
}
