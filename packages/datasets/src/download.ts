import { setTimeout as wait } from 'node:timers/promises'

import { HourglassError } from '@hourglass/core'

import { attemptDownload, type AttemptSettings, PassingFailure, reasonOf } from './attempt-download.js'
import type { PartialFile } from './partial-file.js'

export interface DownloadSettings extends AttemptSettings {
  /** Milliseconds to wait before each further try; as many failures in a row without a new byte are borne. */
  readonly delays?: readonly number[]
  /** Told of a failure that is not the last one, and of the milliseconds until the next try. */
  readonly retrying?: (reason: string, delay: number) => void
}

const DELAYS: readonly number[] = [500, 1000, 2000]
/** The longest Retry-After, in milliseconds, that is waited for. */
const LONGEST_DELAY = 30_000
/** A server that gives a byte at a time is not asked for ever. */
const MOST_TRIES = 100

/**
 * Fetches one address into a partial file, beginning where that ends if the server says that it has not changed, else from
 * the start. Cut connections, silence and the statuses 408, 429 and 5xx are tried again after growing delays, or after
 * Retry-After; a try that got further than all before it counts as a first one. What arrives is not proven to be right.
 *
 * @returns whether the bytes are of more than one answer
 * @throws HourglassError `download-failed`: no connection, another status, silence, too many bytes; `unwritable-cache`
 */
export async function download(url: string, partial: PartialFile, settings: DownloadSettings): Promise<boolean> {
  const { delays = DELAYS, signal, retrying = () => {} } = settings
  const { size, origin } = await partial.state()
  let longest = origin?.url === url ? size : 0
  let failures = 0
  for (let tries = 1; ; tries++)
    try {
      signal?.throwIfAborted()
      return (await attemptDownload(url, partial, settings)) > 0
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof HourglassError) throw error
      const reached = (await partial.state()).size
      failures = reached > longest ? 1 : failures + 1
      longest = Math.max(longest, reached)
      const planned = delays[failures - 1]
      const delay = Math.max(planned ?? 0, (error instanceof PassingFailure && error.retryAfter) || 0)
      if (!(error instanceof PassingFailure) || planned === undefined || delay > LONGEST_DELAY || tries === MOST_TRIES)
        throw new HourglassError('download-failed', `the download failed: ${reasonOf(error)}`, {
          place: { source: url },
          cause: error,
        })
      retrying(error.message, delay)
      await wait(delay, undefined, { signal }).catch((cause: unknown) => {
        signal?.throwIfAborted()
        throw cause
      })
    }
}
