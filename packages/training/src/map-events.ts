import type { StageEvent } from '@hourglass/core'

/**
 * Hands on all that a part of a stage yields, each event as the ones that `map` makes of it. Whoever listens may stop
 * listening: the part then frees what it holds.
 */
export async function* mapEvents<Result>(
  events: AsyncGenerator<StageEvent, Result, void>,
  map: (event: StageEvent) => Iterable<StageEvent>,
): AsyncGenerator<StageEvent, Result, void> {
  let ended = false
  try {
    for (;;) {
      const next = await events.next()
      if (next.done === true) {
        ended = true
        return next.value
      }
      yield* map(next.value)
    }
  } finally {
    if (!ended) await events.return(undefined as never)
  }
}
