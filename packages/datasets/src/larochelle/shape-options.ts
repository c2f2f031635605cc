import { z } from 'zod'

import type { SplitSizes } from '../made-set.js'

const size = (split: string, count: number) =>
  z.number().int().min(1).max(500_000).default(count).describe(`examples to ${split}`)

/** The options of every set of shapes; `sizes` are the defaults of its own. */
export const shapeOptions = (sizes: SplitSizes) => ({
  seed: z.number().int().default(0).describe('of all that is drawn'),
  train: size('train on', sizes.train),
  validation: size('validate on', sizes.validation),
  test: size('test on', sizes.test),
})

export type ShapeOptions = z.output<z.ZodObject<ReturnType<typeof shapeOptions>>>
