import { randomFillSync } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { download, type DownloadSettings } from './download.js'
import { type LocalServer, localServer, partialIn, serve } from './local-server.fixture.js'
import { claimPartialFile, type PartialFile } from './partial-file.js'

const bytes = new Uint8Array(300_000)
randomFillSync(bytes)
const MODIFIED = 'Wed, 21 Oct 2015 07:28:00 GMT'

let folder: string
let partial: PartialFile
let server: LocalServer | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-'))
  partial = (await claimPartialFile(folder, 'file', async () => false))!
})
afterEach(async () => {
  await server?.close()
  server = undefined
  await rm(folder, { recursive: true })
})

const told: string[] = []
const waits: number[] = []
async function get(answer: RequestListener, settings: Partial<DownloadSettings> = {}): Promise<boolean> {
  server ??= await localServer({ '/file': answer })
  told.length = waits.length = 0
  return download(`${server.url}/file`, partial, {
    limit: 400_000,
    patience: 300,
    delays: [1, 2, 3],
    fetch,
    progress: (received, total) => void told.push(`${received} of ${total}`),
    retrying: (reason, delay) => void (waits.push(delay), told.push(reason)),
    ...settings,
  })
}
const content = () => readFile(partial.path)
const cutAfter = (after: () => number) => ({ after, arrived: partialIn(() => folder) })
/** In one comparison: a difference byte by byte would tell nobody anything. */
const arrived = async (wanted: Uint8Array = bytes): Promise<boolean> => (await content()).equals(wanted)
/** The first answers fail, then the file comes. */
function after(failures: readonly RequestListener[]): RequestListener {
  let asked = 0
  return (request, response) => (failures[asked++] ?? serve(() => ({ bytes, etag: '"1"' })))(request, response)
}
const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(code, headers).end()

describe('a connection that is cut', () => {
  it.each([
    ['ETag', { etag: '"abc"' }],
    ['Last-Modified', { modified: MODIFIED }],
  ])('is taken up where it ended, by %s', async (_, validator) => {
    expect(
      await get(
        serve(
          () => ({ bytes, ...validator }),
          cutAfter(() => 130_000),
        ),
      ),
    ).toBe(true)
    expect(await arrived()).toBe(true)
    expect(server!.asked).toEqual(['/file', '/file bytes=130000-', '/file bytes=260000-'])
  })

  it('is not counted as a failure in a row where bytes came', async () => {
    const cut = serve(
      () => ({ bytes, etag: '"1"' }),
      cutAfter(() => 20_000),
    )
    await get(cut, { delays: [1] })
    expect(await arrived()).toBe(true)
    expect(server!.asked).toHaveLength(15)
  })

  it.each([['no validator'], ['a weak ETag']])('begins anew with %s', async (kind) => {
    let cuts = 0
    const answer = serve(
      () => ({ bytes, ...(kind === 'a weak ETag' && { etag: 'W/"1"' }) }),
      cutAfter(() => (cuts++ === 0 ? 100_000 : Infinity)),
    )
    expect(await get(answer)).toBe(false)
    expect(await arrived()).toBe(true)
    expect(server!.asked).toEqual(['/file', '/file'])
  })

  it('begins anew where the server knows no ranges', async () => {
    let asked = 0
    const answer: RequestListener = (_, response) => {
      response.setHeader('etag', '"1"').setHeader('content-length', bytes.length)
      if (asked++ > 0) response.end(bytes)
      else {
        response.write(bytes.subarray(0, 100_000))
        void cutAfter(() => 0)
          .arrived(100_000)
          .then(() => response.destroy())
      }
    }
    expect(await get(answer)).toBe(false)
    expect(await arrived()).toBe(true)
    expect(server!.asked).toEqual(['/file', '/file bytes=100000-'])
  })

  it('begins anew where the file has changed meanwhile', async () => {
    const other = Uint8Array.from(bytes, (byte) => byte ^ 255)
    let asked = 0
    const answer = serve(
      () => (asked++ === 0 ? { bytes, etag: '"1"' } : { bytes: other, etag: '"2"' }),
      cutAfter(() => (asked === 1 ? 100_000 : Infinity)),
    )
    expect(await get(answer)).toBe(false)
    expect(await arrived(other)).toBe(true)
  })

  it.each([
    ['another range', { 'content-range': 'bytes 50000-299999/300000' }],
    ['a range that is not told', {}],
    ['a range that was encoded', { 'content-range': 'bytes 100000-299999/300000', 'content-encoding': 'x-none' }],
  ])('begins anew where the server answers with %s', async (_, headers) => {
    let asked = 0
    const answer: RequestListener = (request, response) => {
      if (asked++ === 1) response.writeHead(206, headers).end(bytes.subarray(50_000))
      else
        serve(
          () => ({ bytes, etag: '"1"' }),
          cutAfter(() => (asked === 1 ? 100_000 : Infinity)),
        )(request, response)
    }
    expect(await get(answer)).toBe(false)
    expect(await arrived()).toBe(true)
    expect(server!.asked).toEqual(['/file', '/file bytes=100000-', '/file'])
  })
})

describe('a download that was left', () => {
  async function leave(url: string, size: number, validator?: string): Promise<void> {
    await partial.restart({ url, ...(validator !== undefined && { validator }) })
    await writeFile(partial.path, bytes.subarray(0, size))
    await partial.release()
    partial = (await claimPartialFile(folder, 'file', async () => false))!
  }

  it('is gone on with by another claim', async () => {
    server = await localServer({ '/file': serve(() => ({ bytes, etag: '"1"' })) })
    await leave(`${server.url}/file`, 200_000, '"1"')
    expect(await get(() => {})).toBe(true)
    expect(await arrived()).toBe(true)
    expect(server.asked).toEqual(['/file bytes=200000-'])
  })

  it('is not fetched again where it is whole', async () => {
    server = await localServer({ '/file': serve(() => ({ bytes, etag: '"1"' })) })
    await leave(`${server.url}/file`, bytes.length, '"1"')
    expect(await get(() => {})).toBe(true)
    expect(await arrived()).toBe(true)
  })

  it.each([
    ['of another address', 'http://127.0.0.1:1/file', '"1"'],
    ['of another version', undefined, '"0"'],
  ])('begins anew where it is %s', async (_, url, tag) => {
    server = await localServer({ '/file': serve(() => ({ bytes, etag: '"1"' })) })
    await leave(url ?? `${server.url}/file`, 200_000, tag)
    expect(await get(() => {})).toBe(false)
    expect(await arrived()).toBe(true)
  })

  it('begins anew where it is longer than the file', async () => {
    server = await localServer({ '/file': serve(() => ({ bytes: bytes.subarray(0, 1000), etag: '"1"' })) })
    await leave(`${server.url}/file`, 2000, '"1"')
    expect(await get(() => {})).toBe(false)
    expect(await arrived(bytes.subarray(0, 1000))).toBe(true)
  })
})

describe('what passes', () => {
  it.each([408, 429, 500, 502, 503])('%i is tried again, after delays that grow', async (code) => {
    await get(after([status(code), status(code), status(code)]))
    expect(await arrived()).toBe(true)
    expect(waits).toEqual([1, 2, 3])
    expect(told[0]).toBe(`the server answered ${code}`)
  })

  it('silence is', async () => {
    const silent: RequestListener = (_, response) => response.writeHead(200).write('x')
    await get(after([() => {}, silent]))
    expect(await arrived()).toBe(true)
    expect(told.filter((message) => message === 'nothing came for 0.3 s')).toHaveLength(2)
  })

  it('a length that is not kept is', async () => {
    const short: RequestListener = (request) => request.socket.end('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nabc')
    await get(after([short]))
    expect(await arrived()).toBe(true)
  })

  it('Retry-After is waited for, as seconds and as a date', async () => {
    const soon = new Date(Date.now() + 2000).toUTCString()
    await get(after([status(503, { 'retry-after': '1' }), status(429, { 'retry-after': soon })]))
    expect(waits[0]).toBe(1000)
    expect(waits[1]).toBeLessThanOrEqual(2000)
  })

  it('but not longer than half a minute', async () => {
    const error = await get(after([status(503, { 'retry-after': '3600' })])).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'download-failed', message: expect.stringContaining('asked again in 3600 s') })
    expect(server!.asked).toHaveLength(1)
  })

  it('ends after as many delays as there are', async () => {
    await expect(get(status(503))).rejects.toMatchObject({
      code: 'download-failed',
      message: 'the download failed: the server answered 503',
    })
    expect(server!.asked).toHaveLength(4)
  })
})

describe('what does not pass', () => {
  it.each([400, 401, 403, 404, 410])('%i is not tried again', async (code) => {
    await expect(get(status(code))).rejects.toMatchObject({ code: 'download-failed' })
    expect(server!.asked).toHaveLength(1)
  })

  it('more bytes than can be right are refused, said or unsaid', async () => {
    await expect(get(status(200, { 'content-length': '400001' }))).rejects.toThrow('it has 400,001 bytes, more than')
    const endless: RequestListener = (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(new Uint8Array(1 << 16)));
        response.once('drain', more)
      }
      more()
    }
    await server!.close()
    server = undefined
    await expect(get(endless)).rejects.toThrow('it sends more than 400,000 bytes')
    expect(server!.asked).toHaveLength(1)
    expect((await content()).length).toBeLessThanOrEqual(400_000)
  })

  it('nor does a name that nobody knows, nor a fetch that refuses', async () => {
    let asked = 0
    const throwing = (error: Error) => async () => {
      asked++
      throw error
    }
    const unknown = new TypeError('fetch failed', { cause: Object.assign(new Error('no x'), { code: 'ENOTFOUND' }) })
    await expect(get(status(200), { fetch: throwing(unknown) })).rejects.toThrow('the download failed: no x')
    await expect(get(status(200), { fetch: throwing(new Error('no network here')) })).rejects.toThrow('no network here')
    expect(asked).toBe(2)
  })
})

it('tells of its progress about ten times', async () => {
  await get(serve(() => ({ bytes })))
  expect(told.length).toBeGreaterThan(2)
  expect(told.length).toBeLessThanOrEqual(10)
  expect(told.at(-1)).toMatch(/^\d+ of 300000$/)
})

it('follows a redirection', async () => {
  server = await localServer({
    '/file': (_, response) => response.writeHead(302, { location: '/there' }).end(),
    '/there': serve(
      () => ({ bytes, etag: '"1"' }),
      cutAfter(() => 200_000),
    ),
  })
  await get(() => {})
  expect(await arrived()).toBe(true)
  expect(server.asked).toEqual(['/file', '/there', '/file bytes=200000-', '/there bytes=200000-'])
})

it('ends at once where the signal says so, while bytes come and while it waits', async () => {
  const stop = new AbortController()
  const reason = new Error('stopped by the user')
  const stopping: RequestListener = (_, response) => {
    response.writeHead(200).write(bytes)
    setTimeout(() => stop.abort(reason), 20)
  }
  await expect(get(stopping, { signal: stop.signal, patience: 60_000 })).rejects.toBe(reason)
  const again = new AbortController()
  const waiting = get(() => {}, {
    signal: again.signal,
    fetch: async () => {
      setTimeout(() => again.abort(reason), 20)
      return new Response(null, { status: 503 })
    },
    delays: [25_000],
  })
  await expect(waiting).rejects.toBe(reason)
  expect(await readdir(folder)).toHaveLength(1)
})
