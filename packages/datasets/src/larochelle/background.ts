import type { RandomDraws } from '../random-draws.js'
import { drawPatch } from './image-patch.js'
import { naturalImages } from './natural-images.js'

/** A background of `count` bytes. */
export type Background = (draws: RandomDraws) => Uint8Array

/** Bytes that are independent and uniform in 0 … 255; four from each draw of 32 bits. */
export function randomPixels(count: number): Background {
  return (draws) => {
    const pixels = new Uint8Array(count)
    for (let place = 0; place < count; place += 4) {
      const word = draws.integer(2 ** 32)
      for (let byte = 0; byte < 4 && place + byte < count; byte++) pixels[place + byte] = word >>> (8 * byte)
    }
    return pixels
  }
}

/**
 * Square patches of images, see `drawPatch`.
 *
 * @throws HourglassError what `naturalImages` throws; in use, what `drawPatch` throws
 */
export async function imagePatches(
  side: number,
  { leastDeviation, ...from }: { images?: string; longestSide: number; leastDeviation: number },
): Promise<Background> {
  const { images } = await naturalImages(from)
  return (draws) => drawPatch(images, draws, { height: side, width: side, leastDeviation })
}
