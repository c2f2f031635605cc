import type { DatasetSource } from '@hourglass/core'
import { seedWords } from '@hourglass/engine'

import { type MadeHashes, madeSet, type SetRecipe } from '../made-set.js'
import { drawExamples, type ExampleDrawing } from './draw-examples.js'
import type { ShapeOptions } from './shape-options.js'

/** Pixels, either way, of all pictures of shapes. */
export const SIDE = 28

/** What sets one set of shapes apart from another. */
export interface ShapeSet {
  readonly name: string
  /** Raised with every change after which the same options give other bytes. */
  readonly version: number
  readonly options: ShapeOptions & Readonly<Record<string, unknown>>
  /** SHA-256 of what pictures are made from, by name. */
  hashes?(): Promise<Readonly<Record<string, string>>>
  readonly notes?: readonly string[]
  readonly published?: MadeHashes | undefined
  /** Asked for at the beginning of each making: what draws an example into 28 × 28 zeros, and answers its class. */
  draws(): ExampleDrawing['draw'] | Promise<ExampleDrawing['draw']>
}

/**
 * A set of two classes of pictures of 28 × 28 bytes, x = byte / 255 ∈ [0, 1]. Example i of the three splits one after
 * another hangs on the options but for the sizes of the splits.
 */
export function shapeSet(
  { name, version, options, hashes = async () => ({}), notes = [], published, draws }: ShapeSet,
  environment: NodeJS.ProcessEnv = process.env,
): DatasetSource {
  const { train, validation, test, ...choices } = options
  const recipe = async (): Promise<SetRecipe> => {
    const from = await hashes()
    return {
      name,
      version,
      sizes: { train, validation, test },
      image: [SIDE, SIDE],
      classes: 2,
      decides: { ...choices, hashes: from },
      hashes: from,
      notes,
      make: async (progress, signal) =>
        drawExamples(
          {
            count: train + validation + test,
            dimensions: SIDE * SIDE,
            key: seedWords(`${name} ${options.seed}`),
            draw: await draws(),
          },
          progress,
          signal,
        ),
    }
  }
  return madeSet(recipe, published, environment)
}
