import type { Params, StageEvent } from '@hourglass/core'

import type { ClusterChanges } from './clusters.js'

/** Adds to each epoch how many assignments changed after it, and a note where clusters had run empty. */
export async function* tellChanges(
  events: AsyncGenerator<StageEvent, Params, void>,
  changes: () => ClusterChanges,
): AsyncGenerator<StageEvent, Params, void> {
  let ended = false
  try {
    for (;;) {
      const next = await events.next()
      if (next.done === true) {
        ended = true
        return next.value
      }
      const event = next.value
      if (event.kind !== 'epoch') {
        yield event
        continue
      }
      const { changed, filled } = changes()
      yield { ...event, train: { ...event.train, 'changed-assignments': changed } }
      for (const { cluster, example } of filled)
        yield {
          kind: 'note',
          message: `epoch ${event.epoch}: cluster ${cluster} ran empty and begins anew at training example ${example}`,
        }
    }
  } finally {
    // Whoever listens may stop listening.
    if (!ended) await events.return(undefined as never)
  }
}
