import { HourglassError } from '@hourglass/core'

import type { RandomDraws } from '../random-draws.js'
import type { GreyImage } from './grey-image.js'

/** As many draws without a patch that qualifies: fewer than one patch in a thousand does. */
const MOST_DRAWS = 10_000

export interface PatchShape {
  readonly height: number
  readonly width: number
  /** The least standard deviation of a patch's pixels, in bytes: a smooth one is drawn again. */
  readonly leastDeviation: number
}

/**
 * A patch of a random image at a random place, both uniform, row-major; drawn again until the standard deviation of its
 * pixels is `leastDeviation` or more.
 *
 * @throws HourglassError `small-image` where the patch is larger than one of the images, `smooth-images` where none of
 * 10,000 patches qualifies
 */
export function drawPatch(images: readonly GreyImage[], draws: RandomDraws, shape: PatchShape): Uint8Array {
  const { height, width, leastDeviation } = shape
  const small = images.find((image) => image.height < height || image.width < width)
  if (small !== undefined)
    throw new HourglassError('small-image', `"${small.name}" is of ${small.height} × ${small.width} pixels`, {
      expected: `${height} × ${width} at the least, the size of a patch, after its longer side has been reduced`,
      remedy: 'raise `longestSide`, or take the image out of the folder',
    })
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const image = images[draws.integer(images.length)]!
    const top = draws.integer(image.height - height + 1)
    const left = draws.integer(image.width - width + 1)
    if (deviatesBy(image, top, left, shape)) return cutOut(image, top, left, shape)
  }
  throw new HourglassError('smooth-images', `none of ${MOST_DRAWS} patches of the images has enough contrast`, {
    place: { path: 'leastDeviation' },
    expected: `patches of ${height} × ${width} pixels whose standard deviation is ${leastDeviation} or more`,
    remedy: 'lower `leastDeviation`, or give other images',
  })
}

/** Whether n Σx² − (Σx)² ≥ n² · least²: whole numbers, so that the answer does not hang on rounding. */
function deviatesBy({ pixels, width: stride }: GreyImage, top: number, left: number, shape: PatchShape): boolean {
  let [sum, squares] = [0, 0]
  for (let row = top; row < top + shape.height; row++)
    for (let at = row * stride + left; at < row * stride + left + shape.width; at++) {
      const pixel = pixels[at]!
      sum += pixel
      squares += pixel * pixel
    }
  const n = shape.height * shape.width
  return n * squares - sum * sum >= (n * shape.leastDeviation) ** 2
}

function cutOut({ pixels, width: stride }: GreyImage, top: number, left: number, shape: PatchShape): Uint8Array {
  const patch = new Uint8Array(shape.height * shape.width)
  for (let row = 0; row < shape.height; row++) {
    const from = (top + row) * stride + left
    patch.set(pixels.subarray(from, from + shape.width), row * shape.width)
  }
  return patch
}
