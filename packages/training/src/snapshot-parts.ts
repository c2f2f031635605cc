import { nameWithin, type Params, paramsWithin, type Snapshot, type StageEvent } from '@hourglass/core'

/** One snapshot of several, each under its name; an absent one stays absent. */
export function joinSnapshots(parts: Readonly<Record<string, Snapshot | undefined>>): Snapshot {
  const present = Object.entries(parts).flatMap(([name, part]) => (part === undefined ? [] : [[name, part] as const]))
  return {
    position: Object.fromEntries(present.map(([name, { position }]) => [name, position])),
    tensors: Object.assign({}, ...present.map(([name, { tensors }]) => nameWithin(name, tensors))) as Params,
  }
}

/** One of the snapshots that were joined; the tensors are the same ones. */
export function snapshotPart({ position, tensors }: Snapshot, name: string): Snapshot | undefined {
  const part = position[name]
  if (part === undefined) return undefined
  return { position: part as Snapshot['position'], tensors: paramsWithin(name, tensors) }
}

/** Hands on all that a part of a stage yields; what its checkpoints take is made the whole stage's. */
export async function* asPart<Result>(
  part: AsyncGenerator<StageEvent, Result, void>,
  whole: (taken: Snapshot) => Snapshot,
): AsyncGenerator<StageEvent, Result, void> {
  let ended = false
  try {
    for (;;) {
      const next = await part.next()
      if (next.done === true) {
        ended = true
        return next.value
      }
      const event = next.value
      yield event.kind === 'checkpoint' ? { kind: 'checkpoint', take: () => whole(event.take()) } : event
    }
  } finally {
    // Whoever listens may stop listening: the part frees what it holds.
    if (!ended) await part.return(undefined as never)
  }
}
