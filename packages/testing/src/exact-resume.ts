import type { Params, Progress, Snapshot, StageEvent } from '@hourglass/core'
import { decodeSafetensors, encodeSafetensors, free } from '@hourglass/engine'
import { expect } from 'vitest'

import { numbersOf } from './numbers-of.js'

/** A snapshot as files keep it. */
export interface WrittenSnapshot {
  readonly position: string
  readonly tensors: Uint8Array
}

export function writeSnapshot({ position, tensors }: Snapshot): WrittenSnapshot {
  return { position: JSON.stringify(position), tensors: encodeSafetensors(tensors) }
}

/** The tensors are the caller's. */
export function readSnapshot({ position, tensors }: WrittenSnapshot): Snapshot {
  return { position: JSON.parse(position) as Snapshot['position'], tensors: decodeSafetensors(tensors, 'memory') }
}

/** Runs a stage to its end, from the beginning or from a snapshot; the parameters are the caller's. */
export type StageRun = (
  more: { readonly resume?: Snapshot },
  options: { readonly listen: (event: StageEvent) => boolean },
) => Promise<{ params?: Params; seen: Progress[] }>

/** Of a stage's checkpoints, so many are gone on from. */
const RESUMED = 6

/**
 * Fails unless a stage that goes on from one of its checkpoints, written and read again, ends with the same parameters,
 * bit for bit, and tells the same numbers of every epoch that was left; and unless a stage that has epochs has checkpoints.
 */
export async function expectExactResume(run: StageRun): Promise<void> {
  const written: WrittenSnapshot[] = []
  const keep = (event: StageEvent): boolean => {
    if (event.kind === 'checkpoint') written.push(writeSnapshot(event.take()))
    return true
  }
  const { params, seen } = await run({}, { listen: keep })
  const [expected, epochs] = [numbersOf(params!), measured(seen)]
  free(params!)
  const resumable = written.length > 0 || epochs.length === 0
  expect(resumable, 'a stage with epochs yields checkpoints: without them it cannot be resumed').toBe(true)
  for (const checkpoint of spread(written, RESUMED)) {
    const resume = readSnapshot(checkpoint)
    const again = await run({ resume }, { listen: () => true })
    const [found, left] = [numbersOf(again.params!), measured(again.seen)]
    free(resume.tensors, again.params!)
    expect(found, `parameters, after going on from ${checkpoint.position}`).toEqual(expected)
    expect(left, `epochs, after going on from ${checkpoint.position}`).toEqual(
      epochs.slice(epochs.length - left.length),
    )
  }
}

/** At most `count`, the first and the last among them. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items]
  return Array.from({ length: count }, (_, place) => items[Math.round((place * (items.length - 1)) / (count - 1))]!)
}

/** What epochs told, but for the time they took. */
function measured(seen: readonly Progress[]) {
  return seen.flatMap((progress) =>
    progress.kind === 'epoch'
      ? [{ part: progress.part, epoch: progress.epoch, train: progress.train, validation: progress.validation }]
      : [],
  )
}
