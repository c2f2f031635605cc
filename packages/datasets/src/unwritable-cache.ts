import { HourglassError } from '@hourglass/core'

/** Downloads have nowhere to go. */
export function unwritableCache(place: string, cause: unknown): HourglassError {
  return new HourglassError('unwritable-cache', `the cache cannot be written: ${(cause as Error).message}`, {
    place: { source: place },
    expected: 'a folder that can be written, with room for what is downloaded',
    remedy: 'make room or mend its permissions, or set HOURGLASS_CACHE to another folder',
    cause,
  })
}
