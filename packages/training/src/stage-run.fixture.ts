import type { Engine, Params, Progress, Stage, StageContext } from '@hourglass/core'
import { stageDataset } from '@hourglass/testing'
import { tidy } from '@tensorflow/tfjs-core'

import { toyLoss, toyModel } from './toy.fixture.js'

/** Runs a stage on the kit's data set to its end; the parameters are the caller's. */
export async function runStage(
  stage: Stage,
  engine: Engine,
  more: Partial<StageContext> = {},
): Promise<{ before: Params; params: Params; seen: readonly Progress[] }> {
  const key = engine.random.key(1)
  const model = more.model ?? toyModel(engine)
  const before = more.params ?? tidy(() => model.init(key))
  const seen: Progress[] = []
  const run = stage.run({
    ...{ engine, dataset: stageDataset(), model, loss: toyLoss(engine), noiseUse: { samples: 1, walkback: 0 } },
    ...{ regularizers: [], key, signal: new AbortController().signal },
    ...more,
    params: before,
  })
  for (;;) {
    const next = await run.next()
    if (next.done === true) return { before, params: next.value, seen }
    if (next.value.kind !== 'checkpoint') seen.push(next.value)
  }
}
