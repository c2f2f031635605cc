import { HourglassError } from '@hourglass/core'

/** A picture in memory. */
export interface DecodedImage {
  readonly width: number
  readonly height: number
  /** 1 grey, 2 grey and alpha, 3 red green blue, 4 red green blue and alpha. */
  readonly channels: 1 | 2 | 3 | 4
  /** Row-major, the channels of a pixel side by side: height × width × channels. */
  readonly pixels: Uint8Array
}

/** More pixels than any camera of today makes: 8192 × 4096. A file that claims more is taken for a bomb. */
export const MAX_PIXELS = 2 ** 25

/** Makes the error of one file: what is wrong with it, what would have been right, and what threw where it did. */
export type RefuseImage = (message: string, expected?: string, cause?: unknown) => HourglassError

/** The refusals of a picture file. */
export function refuseImage(source: string): RefuseImage {
  return (message, expected = 'a whole PNG or JPEG file', cause) =>
    new HourglassError('invalid-image', message, {
      place: { source },
      expected,
      remedy: 'save it anew from a picture program as an 8-bit PNG, put an undamaged copy in its place, or remove it',
      cause,
    })
}

/** Refuses a size that a header claims before anything of that size is allocated. */
export function checkSize(width: number, height: number, limit: number, refuse: RefuseImage): void {
  if (width < 1 || height < 1)
    throw refuse(`the header says ${width} × ${height} pixels`, 'a picture of at least one pixel')
  if (width * height > limit)
    throw refuse(
      `the header says ${width} × ${height} pixels`,
      `at most ${limit.toLocaleString('en')} pixels in one picture`,
    )
}
