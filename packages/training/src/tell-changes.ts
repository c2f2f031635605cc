import type { NoteProgress, Params, StageEvent } from '@hourglass/core'

import type { ClusterChanges } from './clusters.js'
import { mapEvents } from './map-events.js'

/** Adds to each epoch how many assignments changed after it, and a note where clusters had run empty. */
export function tellChanges(
  events: AsyncGenerator<StageEvent, Params, void>,
  changes: () => ClusterChanges,
): AsyncGenerator<StageEvent, Params, void> {
  return mapEvents(events, (event) => {
    if (event.kind !== 'epoch') return [event]
    const { changed, filled } = changes()
    const notes = filled.map(({ cluster, example }): NoteProgress => ({
      kind: 'note',
      message: `epoch ${event.epoch}: cluster ${cluster} ran empty and begins anew at training example ${example}`,
    }))
    return [{ ...event, train: { ...event.train, 'changed-assignments': changed } }, ...notes]
  })
}
