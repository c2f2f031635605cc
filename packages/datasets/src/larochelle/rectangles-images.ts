import type { DatasetSource } from '@hourglass/core'
import { z } from 'zod'

import { publishedWith } from '../published-with.js'
import { drawPatch } from './image-patch.js'
import { naturalImageHashes, naturalImages } from './natural-images.js'
import { PUBLISHED_SHAPES } from './published-shapes.js'
import { drawRectangle, rectangleClass, rectangleSizes } from './rectangle.js'
import { shapeOptions } from './shape-options.js'
import { shapeSet, SIDE } from './shape-set.js'

const share = (value: number) => z.number().min(0).max(1).default(value)

export const rectanglesImagesOptions = z.strictObject({
  ...shapeOptions({ train: 10_000, validation: 2_000, test: 50_000 }),
  shortest: z.number().int().min(1).max(SIDE).default(10).describe('the least width and the least height, in pixels'),
  leastDifference: z
    .number()
    .int()
    .min(1)
    .max(SIDE - 1)
    .default(5)
    .describe('the least difference between width and height, in pixels'),
  leastArea: share(0.25).describe('the least area of a rectangle, as a share of the picture'),
  mostArea: share(0.75).describe('the largest area of a rectangle, as a share of the picture'),
  images: z
    .string()
    .min(1)
    .optional()
    .describe('a folder with PNG and JPEG files to cut the patches out of, in place of nine photographs'),
  longestSide: z
    .number()
    .int()
    .min(SIDE)
    .default(512)
    .describe('pixels to which the longer side of every image is reduced'),
  leastDeviation: z
    .number()
    .min(0)
    .max(127.5)
    .default(20)
    .describe('standard deviation, in bytes, of the pixels of a patch: a smoother one is drawn again'),
})

/**
 * Tall (class 0) and wide (class 1) rectangles after Larochelle et al., ICML 2007, 28 × 28 pixels: the rectangle, its
 * border and its inside, is a patch of an image, what is around it a patch of another place. The size is uniform among
 * those with sides of `shortest` … 28 pixels that differ by `leastDifference` or more and an area within the bounds, the
 * place uniform among those where the rectangle lies within the picture. Either patch is as large as the picture, and
 * the rectangle shows its own part of one: then both are chosen by the same rule.
 *
 * @throws HourglassError `invalid-option` at once; from `load` what `naturalImages`, `drawPatch` and `madeSet` throw
 */
export function rectanglesImages(
  options: z.output<typeof rectanglesImagesOptions>,
  environment: NodeJS.ProcessEnv = process.env,
): DatasetSource {
  const { shortest, leastDifference, leastArea, mostArea, images: folder, longestSide, leastDeviation } = options
  const sizes = rectangleSizes(SIDE, { shortest, leastDifference, area: [leastArea, mostArea] })
  const from = { ...(folder !== undefined && { images: folder }) }
  return shapeSet(
    {
      name: 'rectangles-images',
      version: 1,
      options,
      published: publishedWith(rectanglesImagesOptions, options, PUBLISHED_SHAPES['rectangles-images']),
      hashes: () => naturalImageHashes(from),
      draws: async () => {
        const { images } = await naturalImages({ ...from, longestSide })
        const shape = { height: SIDE, width: SIDE, leastDeviation }
        return (draws, pixels) => {
          const rectangle = drawRectangle(draws, SIDE, sizes)
          pixels.set(drawPatch(images, draws, shape))
          const inside = drawPatch(images, draws, shape)
          const { left, top, width, height } = rectangle
          for (let y = top; y < top + height; y++) {
            const start = y * SIDE + left
            pixels.set(inside.subarray(start, start + width), start)
          }
          return rectangleClass(rectangle)
        }
      },
    },
    environment,
  )
}
