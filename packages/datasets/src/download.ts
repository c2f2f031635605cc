import { HourglassError } from '@hourglass/core'

export interface DownloadSettings {
  /** Bytes at which to give up: more cannot be right. */
  readonly limit: number
  /** Milliseconds without a byte after which to give up. */
  readonly patience: number
  readonly fetch: typeof globalThis.fetch
  /** Ends the download when aborted; its reason is thrown. */
  readonly signal?: AbortSignal
  /** Called at most about ten times a download. `total` is unknown where the server does not tell. */
  readonly progress: (received: number, total: number | undefined) => void
}

/**
 * Fetches one address into memory, so that nothing unproven ever lies on the disk.
 *
 * @throws HourglassError `download-failed`: no connection, an HTTP status other than 200, silence, or too many bytes
 */
export async function download(url: string, settings: DownloadSettings): Promise<Uint8Array> {
  const { limit, patience, progress, signal } = settings
  const controller = new AbortController()
  const giveUp = (): void => controller.abort(new Error(`nothing came for ${patience / 1000} s`))
  let timer = setTimeout(giveUp, patience)
  const obey = (): void => controller.abort(signal?.reason)
  signal?.addEventListener('abort', obey)
  try {
    signal?.throwIfAborted()
    const response = await settings.fetch(url, { signal: controller.signal })
    if (response.status !== 200 || response.body === null) throw new Error(`the server answered ${response.status}`)
    // The length counts compressed bytes where the server compresses in transit: good for a display, not for a check.
    const total = Number(response.headers.get('content-length')) || undefined
    const chunks: Uint8Array[] = []
    let received = 0
    let told = 0
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      clearTimeout(timer)
      timer = setTimeout(giveUp, patience)
      chunks.push(chunk)
      received += chunk.length
      if (received > limit) throw new Error(`it sends more than ${limit.toLocaleString('en')} bytes`)
      if (received - told >= (total ?? limit) / 10) progress((told = received), total)
    }
    return Buffer.concat(chunks)
  } catch (cause) {
    signal?.throwIfAborted()
    throw new HourglassError('download-failed', `the download failed: ${reason(cause)}`, {
      place: { source: url },
      cause,
    })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', obey)
    // Closes the connection of a download given up half-way, so that the process can end.
    controller.abort()
  }
}

/** fetch says only "fetch failed"; why is in its cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const inner = error.cause instanceof Error ? (error.cause as NodeJS.ErrnoException) : undefined
  return inner === undefined ? error.message : inner.message || (inner.code ?? error.message)
}
