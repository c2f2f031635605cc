import { setImmediate } from 'node:timers/promises'

import { foldWords, type KeyWords } from '@hourglass/engine'

import { hashed, type MadeExamples } from '../made-files.js'
import { type RandomDraws, randomDraws } from '../random-draws.js'

/** After so many examples a signal is heard, and now and then the progress told. */
const AT_ONCE = 500
const TOLD = 10_000

export interface ExampleDrawing {
  /** How many. */
  readonly count: number
  /** Bytes of each. */
  readonly dimensions: number
  readonly key: KeyWords
  /** Draws example i into `pixels`, which are zeros, and answers its class. */
  draw(draws: RandomDraws, pixels: Uint8Array, i: number): number
}

/**
 * Examples one after another, each with random numbers of its own: those of example i follow from the key and i, so that
 * it is the same one in a set of any size.
 */
export async function drawExamples(
  { count, dimensions, key, draw }: ExampleDrawing,
  progress: (message: string) => void,
  signal?: AbortSignal,
): Promise<MadeExamples> {
  const pixels = new Uint8Array(count * dimensions)
  const labels = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    if (i % AT_ONCE === 0) await setImmediate()
    signal?.throwIfAborted()
    if (i % TOLD === 0 && i > 0) progress(`${i} of ${count} examples`)
    const draws = randomDraws(foldWords(key, [i, 0]))
    labels[i] = draw(draws, pixels.subarray(i * dimensions, (i + 1) * dimensions), i)
  }
  return hashed({ pixels, labels })
}
