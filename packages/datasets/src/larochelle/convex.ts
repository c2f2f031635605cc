import type { DatasetSource } from '@hourglass/core'
import { z } from 'zod'

import type { RandomDraws } from '../random-draws.js'
import { publishedWith } from '../published-with.js'
import { type ConvexSetRule, drawConvexSet, LOCATIONS } from './convex-set.js'
import { isConvex } from './is-convex.js'
import { PUBLISHED_SHAPES } from './published-shapes.js'
import { shapeOptions } from './shape-options.js'
import { shapeSet, SIDE } from './shape-set.js'

export const convexOptions = z.strictObject({
  ...shapeOptions({ train: 6_000, validation: 2_000, test: 50_000 }),
  fewestHalfPlanes: z
    .literal([0, 1])
    .default(0)
    .describe('where the geometric number of half-planes begins; 0: a sixth of the pictures is all white'),
  location: z
    .enum(LOCATIONS)
    .default('point')
    .describe('of a half-plane: its border through a uniform point, or at a uniform distance from the centre'),
  distinct: z.boolean().default(false).describe('a picture that has been there before is drawn again'),
})

/** Published, as are 2 to 4 sets to a union. */
const WHOLE = { parameter: 0.195, leastPixels: 19 }
const PART = { parameter: 0.07, leastPixels: 10 }
const [FEWEST_PARTS, MOST_PARTS] = [2, 4]

const WHITE = 255

/**
 * Convex (class 1) and non-convex (class 0) white regions on black after Larochelle et al., ICML 2007, and the page
 * ConvexNonConvex of its online companion, 28 × 28 pixels, either class by a fair coin. A convex region is the
 * intersection of a geometric number of half-planes, p = 0.195, of 19 pixels at the least. A non-convex one is a union of
 * 2 to 4 such sets, uniformly, with p = 0.07 and 10 pixels, that `isConvex` denies. The last 2,000 of the published
 * 8,000 training examples are the validation split.
 *
 * @throws HourglassError from `load`: what `madeSet` throws
 */
export function convex(
  options: z.output<typeof convexOptions>,
  environment: NodeJS.ProcessEnv = process.env,
): DatasetSource {
  const { fewestHalfPlanes: fewest, location, distinct } = options
  const repeats = 'a sixth of the pictures is all white, in every split (see `fewestHalfPlanes` and `distinct`)'
  return shapeSet(
    {
      name: 'convex',
      version: 1,
      options,
      published: publishedWith(convexOptions, options, PUBLISHED_SHAPES.convex),
      notes: fewest === 0 && !distinct ? [repeats] : [],
      draws: () => {
        const seen = new Set<string>()
        return (draws, pixels) => {
          const label = draws.integer(2)
          for (;;) {
            if (label === 1) drawConvex(draws, pixels, { ...WHOLE, fewest, location })
            else drawNonConvex(draws, pixels, { ...PART, fewest, location })
            if (!distinct) return label
            const picture = Buffer.from(pixels).toString('latin1')
            if (!seen.has(picture)) {
              seen.add(picture)
              return label
            }
          }
        }
      },
    },
    environment,
  )
}

function drawConvex(draws: RandomDraws, pixels: Uint8Array, rule: ConvexSetRule): void {
  pixels.fill(0)
  paint(draws, pixels, rule)
}

function drawNonConvex(draws: RandomDraws, pixels: Uint8Array, rule: ConvexSetRule): void {
  do {
    pixels.fill(0)
    const parts = FEWEST_PARTS + draws.integer(MOST_PARTS - FEWEST_PARTS + 1)
    for (let part = 0; part < parts; part++) paint(draws, pixels, rule)
  } while (isConvex(pixels, SIDE))
}

/** Adds a convex set to a picture. */
function paint(draws: RandomDraws, pixels: Uint8Array, rule: ConvexSetRule): void {
  const { from, to } = drawConvexSet(draws, SIDE, rule)
  // `fill` does nothing where the end is not beyond the start.
  for (let y = 0; y < SIDE; y++) pixels.fill(WHITE, y * SIDE + from[y]!, y * SIDE + to[y]!)
}
