import { open } from 'node:fs/promises'

import type { PartialFile } from './partial-file.js'
import { unwritableCache } from './unwritable-cache.js'

export interface AttemptSettings {
  /** Bytes at which to give up: more cannot be right. */
  readonly limit: number
  /** Milliseconds without a byte after which to give up. */
  readonly patience: number
  readonly fetch: typeof globalThis.fetch
  /** Ends the download when aborted. */
  readonly signal?: AbortSignal
  /** Called at most about ten times. `total` is unknown where the server does not tell. */
  readonly progress: (received: number, total: number | undefined) => void
}

/** What may be over the next time: its message says why. */
export class PassingFailure extends Error {
  constructor(
    message: string,
    options?: ErrorOptions,
    /** Milliseconds that the server asks to be left alone for. */
    readonly retryAfter?: number,
  ) {
    super(message, options)
  }
}

/** Besides 5xx: Request Timeout, Too Many Requests. */
const PASSING_STATUSES = [408, 429]

/**
 * One request for what a partial file lacks: from its end by Range, with If-Range, so that a file that has changed comes
 * whole (RFC 9110, 13.1.5, 14.2); from the start where it is of another address, or nothing tells whether it has changed.
 *
 * @returns the place of the first byte that was asked for
 * @throws PassingFailure, HourglassError `unwritable-cache`; and any other error for what will be no better the next time
 */
export async function attemptDownload(url: string, partial: PartialFile, settings: AttemptSettings): Promise<number> {
  const { limit, patience, progress, signal } = settings
  const controller = new AbortController()
  const giveUp = (): void => controller.abort(new Error(`nothing came for ${patience / 1000} s`))
  let timer = setTimeout(giveUp, patience)
  const obey = (): void => controller.abort(signal?.reason)
  signal?.addEventListener('abort', obey)
  const network = <T>(step: Promise<T>): Promise<T> =>
    step.catch((error: unknown) => {
      throw networkFailure(error, controller.signal)
    })
  try {
    const { size, origin } = await partial.state()
    const validator = origin?.url === url && size > 0 ? origin.validator : undefined
    const range = validator === undefined ? undefined : { range: `bytes=${size}-`, 'if-range': validator }
    // Bytes as they are: a range of what is encoded in transit is a range of other bytes.
    const headers = { 'accept-encoding': 'identity', ...range }
    const response = await network(settings.fetch(url, { signal: controller.signal, headers }))

    const answer = readAnswer(response, range && size)
    if (answer === 'all') return size
    if (answer === 'otherwise') {
      await writing(partial, () => partial.restart({ url }))
      throw new PassingFailure(`the server has no bytes after the first ${count(size)}`)
    }
    const { first, total, ...since } = answer
    if (total !== undefined && total > limit) throw new RangeError(`it has ${count(total)}, more than ${count(limit)}`)
    if (first === 0) await writing(partial, () => partial.restart({ url, ...since }))

    await using file = await open(partial.path, 'a')
    let received = first
    let told = first
    const chunks = (response.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    for (;;) {
      const { done, value } = await network(chunks.next())
      if (done === true) break
      clearTimeout(timer)
      received += value.length
      if (received > limit) throw new RangeError(`it sends more than ${count(limit)}`)
      await writing(partial, () => file.writeFile(value))
      timer = setTimeout(giveUp, patience)
      if (received - told >= (total ?? limit) / 10) progress((told = received), total)
    }
    if (total !== undefined && received < total)
      throw new PassingFailure(`it ended after ${count(received)} of ${total.toLocaleString('en')}`)
    await writing(partial, () => file.sync())
    return first
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', obey)
    // Closes the connection of a download given up half-way, so that the process can end.
    controller.abort()
  }
}

interface Answer {
  readonly first: number
  readonly total?: number
  readonly validator?: string
}

/**
 * What a server has to say to a request for the bytes from `asked`, or for all: the bytes from `first`; that there are no
 * more of them (`all`); or what cannot be put together with those that are there (`otherwise`).
 */
function readAnswer(response: Response, asked: number | undefined): Answer | 'all' | 'otherwise' {
  const { status, headers } = response
  const encoded = (headers.get('content-encoding') ?? 'identity') !== 'identity'
  const [, from, to] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? []
  if (asked !== undefined && status === 416) return to === String(asked) ? 'all' : 'otherwise'
  if (asked !== undefined && status === 206)
    return from !== String(asked) || encoded
      ? 'otherwise'
      : { first: asked, ...(Number(to) >= 0 && { total: Number(to) }) }
  if (status !== 200 || response.body === null) throw refusal(response)
  // A length before encoding says nothing about what arrives, and what was encoded cannot be gone on with.
  if (encoded) return { first: 0 }
  const length = headers.get('content-length')
  const validator = validatorOf(headers)
  return { first: 0, ...(length !== null && { total: Number(length) }), ...(validator !== undefined && { validator }) }
}

/** A weak ETag does not promise the same bytes (RFC 9110, 8.8.1). */
function validatorOf(headers: Headers): string | undefined {
  const tag = headers.get('etag')
  return tag?.startsWith('"') === true ? tag : (headers.get('last-modified') ?? undefined)
}

function refusal({ status, headers }: Response): Error {
  const message = `the server answered ${status}`
  if (!PASSING_STATUSES.includes(status) && status < 500) return new Error(message)
  const after = headers.get('retry-after') ?? ''
  const delay = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now()
  if (!(delay > 0)) return new PassingFailure(message)
  return new PassingFailure(`${message}, to be asked again in ${Math.ceil(delay / 1000)} s`, undefined, delay)
}

function networkFailure(error: unknown, stop: AbortSignal): unknown {
  if (stop.aborted) return new PassingFailure(reasonOf(stop.reason), { cause: error })
  // fetch throws a TypeError where a connection fails. Anything else is a wrong setting, or a fetch that refuses.
  if (!(error instanceof Error) || error.name !== 'TypeError') return error
  const { code = '' } = (error.cause ?? error) as NodeJS.ErrnoException
  // A name that is not known, an address that is none, a certificate that is not trusted: they stay what they are.
  if (code === 'ENOTFOUND' || code === 'ERR_INVALID_URL' || /CERT|SIGNATURE/.test(code)) return error
  return new PassingFailure(reasonOf(error), { cause: error })
}

async function writing<T>(partial: PartialFile, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    throw unwritableCache(partial.path, cause)
  }
}

/** fetch says only "fetch failed"; why is in its cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof PassingFailure || !(error.cause instanceof Error)) return error.message
  const inner = error.cause as NodeJS.ErrnoException
  return inner.message || (inner.code ?? error.message)
}

function count(bytes: number): string {
  return `${bytes.toLocaleString('en')} bytes`
}
