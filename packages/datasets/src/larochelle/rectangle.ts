import { HourglassError } from '@hourglass/core'

import type { RandomDraws } from '../random-draws.js'

/** In pixels, its border included. */
export interface Rectangle {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Class 0: taller than wide. Class 1: wider than tall. */
export const rectangleClass = ({ width, height }: Pick<Rectangle, 'width' | 'height'>): 0 | 1 =>
  width > height ? 1 : 0

export interface RectangleRule {
  /** The least width, and the least height. */
  readonly shortest: number
  /** The least |width − height|. */
  readonly leastDifference: number
  /** Bounds of width × height, as shares of the picture. */
  readonly area?: readonly [least: number, most: number]
}

/**
 * Widths and heights of the rectangles that a rule allows in a square picture.
 *
 * @throws HourglassError `invalid-option` where there are none
 */
export function rectangleSizes(
  side: number,
  { shortest, leastDifference, area: [least, most] = [0, 1] }: RectangleRule,
): readonly (readonly [width: number, height: number])[] {
  const sides = Array.from({ length: side - shortest + 1 }, (_, place) => shortest + place)
  const sizes = sides
    .flatMap((width) => sides.map((height) => [width, height] as const))
    .filter(([width, height]) => {
      const share = (width * height) / side ** 2
      return Math.abs(width - height) >= leastDifference && share >= least && share <= most
    })
  if (sizes.length > 0) return sizes
  throw new HourglassError(
    'invalid-option',
    'no rectangle has the sides, the difference and the area that are asked for',
    {
      expected: `rectangles within ${side} × ${side} pixels`,
      remedy: 'lower `shortest` or `leastDifference`, or widen the bounds of the area where there are some',
    },
  )
}

/**
 * One of the sizes, each as likely as any other, wherever it fits into the picture, each place as likely as any other.
 * Uniform sizes among those allowed are what is left of a uniform width and a uniform height when the others are rejected.
 */
export function drawRectangle(
  { integer }: RandomDraws,
  side: number,
  sizes: ReturnType<typeof rectangleSizes>,
): Rectangle {
  const [width, height] = sizes[integer(sizes.length)]!
  return { left: integer(side - width + 1), top: integer(side - height + 1), width, height }
}
