import type { DatasetSource } from '@hourglass/core'
import { z } from 'zod'

import { publishedWith } from '../published-with.js'
import { PUBLISHED_SHAPES } from './published-shapes.js'
import { drawRectangle, rectangleClass, rectangleSizes } from './rectangle.js'
import { shapeOptions } from './shape-options.js'
import { shapeSet, SIDE } from './shape-set.js'

export const rectanglesOptions = z.strictObject({
  ...shapeOptions({ train: 1_000, validation: 200, test: 50_000 }),
  shortest: z
    .number()
    .int()
    .min(1)
    .max(SIDE)
    .default(3)
    .describe('the least width and the least height, in pixels; from 3 on a rectangle has an inside'),
  leastDifference: z
    .number()
    .int()
    .min(1)
    .max(SIDE - 1)
    .default(3)
    .describe('the least difference between width and height, in pixels'),
})

const WHITE = 255

/**
 * Tall (class 0) and wide (class 1) rectangles after Larochelle et al., ICML 2007: a white outline of one pixel on black,
 * 28 × 28 pixels. Width and height are uniform among `shortest` … 28, those that differ by less than `leastDifference`
 * rejected; the place is uniform among those where the rectangle lies within the picture.
 *
 * @throws HourglassError `invalid-option` at once; from `load` what `madeSet` throws
 */
export function rectangles(
  options: z.output<typeof rectanglesOptions>,
  environment: NodeJS.ProcessEnv = process.env,
): DatasetSource {
  const sizes = rectangleSizes(SIDE, options)
  const possible = sizes.reduce((sum, [width, height]) => sum + (SIDE - width + 1) * (SIDE - height + 1), 0)
  return shapeSet(
    {
      name: 'rectangles',
      version: 1,
      options,
      published: publishedWith(rectanglesOptions, options, PUBLISHED_SHAPES.rectangles),
      notes: [`there are ${possible} pictures, large rectangles the likelier ones: some are in more than one split`],
      draws: () => (draws, pixels) => {
        const rectangle = drawRectangle(draws, SIDE, sizes)
        const { left, top, width, height } = rectangle
        for (const y of [top, top + height - 1]) pixels.fill(WHITE, y * SIDE + left, y * SIDE + left + width)
        for (let y = top; y < top + height; y++) pixels[y * SIDE + left] = pixels[y * SIDE + left + width - 1] = WHITE
        return rectangleClass(rectangle)
      },
    },
    environment,
  )
}
