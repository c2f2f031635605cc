import { nameWithin, type Params, paramsWithin, type Snapshot, type StageEvent } from '@hourglass/core'

import { mapEvents } from './map-events.js'

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
export function asPart<Result>(
  part: AsyncGenerator<StageEvent, Result, void>,
  whole: (taken: Snapshot) => Snapshot,
): AsyncGenerator<StageEvent, Result, void> {
  return mapEvents(part, (event) => [
    event.kind === 'checkpoint' ? { kind: 'checkpoint', take: () => whole(event.take()) } : event,
  ])
}
