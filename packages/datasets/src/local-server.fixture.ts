import { readdir, stat } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface LocalServer {
  readonly url: string
  /** What has been asked for: path, and the header Range where there was one. */
  readonly asked: string[]
  close(): Promise<void>
}

/** A server on this computer; a path without an answer is 404. */
export async function localServer(answers: Readonly<Record<string, RequestListener>>): Promise<LocalServer> {
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    const { range } = request.headers
    asked.push(range === undefined ? request.url! : `${request.url} ${range}`)
    const answer = answers[request.url!]
    if (answer === undefined) response.writeHead(404).end('no')
    else answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

export interface ServedFile {
  readonly bytes: Uint8Array
  readonly etag?: string
  readonly modified?: string
}

/** Where an answer is cut: after so many bytes, and not before `arrived` has seen the file grow to a size. */
export interface Cut {
  readonly after: () => number
  readonly arrived: (size: number) => Promise<void>
}

/** Serves a file as RFC 9110 has it, ranges and If-Range included. */
export function serve(file: () => ServedFile, cut?: Cut): RequestListener {
  return async (request, response) => {
    const { bytes, etag, modified } = file()
    const [, asked] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
    const same = [etag, modified].includes(request.headers['if-range'] as string | undefined)
    const first = asked !== undefined && same ? Number(asked) : 0
    if (etag !== undefined) response.setHeader('etag', etag)
    if (modified !== undefined) response.setHeader('last-modified', modified)
    if (first >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end()
      return
    }
    if (first > 0) {
      response.statusCode = 206
      response.setHeader('content-range', `bytes ${first}-${bytes.length - 1}/${bytes.length}`)
    }
    response.setHeader('content-length', bytes.length - first)
    const end = first + (cut?.after() ?? Infinity)
    if (end >= bytes.length) {
      response.end(bytes.subarray(first))
      return
    }
    if (end > first) {
      response.write(bytes.subarray(first, end))
      // What has not been read when a connection breaks is lost.
      await cut!.arrived(end)
    }
    response.destroy()
  }
}

/** Waits until the partial file in a folder has a size. */
export function partialIn(folder: () => string): Cut['arrived'] {
  return async (size) => {
    for (let left = 1000; left > 0; left--) {
      const entries = await readdir(folder(), { recursive: true })
      for (const entry of entries.filter((name) => basename(name) === 'content'))
        if ((await stat(join(folder(), entry)).catch(() => undefined))?.size === size) return
      await wait(2)
    }
    throw new Error(`no partial file in ${folder()} has come to ${size} bytes`)
  }
}
