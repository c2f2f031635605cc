import type { DatasetSource } from '@hourglass/core'
import { z } from 'zod'

import { type Manifold, noisyManifold, noisyManifoldOptions } from './noisy-manifold.js'
import { publishedWith } from '../published-with.js'

export const swissRollOptions = z.strictObject({
  dimensions: z
    .literal([2, 3])
    .default(2)
    .describe('2: the spiral alone, whose score field the report draws; 3: the sheet that is rolled up along it'),
  ...noisyManifoldOptions(0.02),
})

/** The spiral r = t from here … */
const FIRST = 1.5 * Math.PI
/** … to here, scaled so that it ends at 1. */
const LAST = 4.5 * Math.PI
const OUTLINE = 1600
const SHEET = { along: 120, across: 20 }

const spiral = (t: number): [number, number] => [(t * Math.cos(t)) / LAST, (t * Math.sin(t)) / LAST]
/** `share` of the way from FIRST to LAST. */
const parameter = (share: number) => FIRST + (LAST - FIRST) * share

function sheet(t: number, height: number): [number, number, number] {
  const [x, z] = spiral(t)
  return [x, height, z]
}

const flat: Manifold = {
  name: 'swiss-roll',
  dimensions: 2,
  draw: ({ uniform }) => spiral(parameter(uniform())),
  outline: () => Array.from({ length: OUTLINE }, (_, place) => spiral(parameter(place / (OUTLINE - 1)))),
}

const rolled: Manifold = {
  name: 'swiss-roll',
  dimensions: 3,
  draw: ({ uniform }) => sheet(parameter(uniform()), 2 * uniform() - 1),
  outline: () =>
    Array.from({ length: SHEET.along * SHEET.across }, (_, place) => {
      const across = Math.floor(place / SHEET.along) / (SHEET.across - 1)
      return sheet(parameter((place % SHEET.along) / (SHEET.along - 1)), 2 * across - 1)
    }),
}

/**
 * Points around a spiral in the plane, x = (t cos t, t sin t)/(4.5π) + ε, t ~ U[1.5π, 4.5π], ε ~ N(0, σ²I); or, in
 * three dimensions, around the sheet (t cos t, 4.5π·y, t sin t)/(4.5π), y ~ U[−1, 1]. Neighbouring turns are 4/9
 * apart. t and its bounds are those of scikit-learn's `make_swiss_roll`.
 *
 * In the plane it is the kind of set on which Alain and Bengio 2014, "What Regularized Auto-Encoders Learn from the
 * Data-Generating Distribution", show what r(x) − x is.
 */
export function swissRoll(options: z.output<typeof swissRollOptions>): DatasetSource {
  return noisyManifold(
    options.dimensions === 2 ? flat : rolled,
    options,
    publishedWith(swissRollOptions, options, {
      examples: 'cd3d0518984f10f6c610bafeb226b06be3f0f1059ce38f4fe73a27f493382812',
    }),
  )
}
