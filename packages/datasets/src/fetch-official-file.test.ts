import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { encodeIdx } from './encode-idx.js'
import { fetchOfficialFile } from './fetch-official-file.js'
import { type LocalServer, localServer, partialIn, serve } from './local-server.fixture.js'
import { proxyFetch } from './proxy-fetch.js'

const data = Uint8Array.from({ length: 5000 }, (_, place) => (place * place) % 251)
const content = encodeIdx({ dimensions: [5000], data })
const packed = gzipSync(content)
const file = {
  name: 'labels-idx1-ubyte',
  dimensions: [5000],
  sha256: createHash('sha256').update(content).digest('hex'),
}

let folder: string
let server: LocalServer
let url: string

/** What the server does with each path that is asked for. */
const answers: Record<string, RequestListener> = {
  '/good/labels-idx1-ubyte.gz': (_, response) => response.setHeader('content-length', packed.length).end(packed),
  '/wrong/labels-idx1-ubyte.gz': (_, response) => response.end(gzipSync(content.with(100, 252))),
  '/page/labels-idx1-ubyte.gz': (_, response) => response.end('<html>please log in</html>'),
  '/short/labels-idx1-ubyte.gz': (_, response) =>
    response.setHeader('content-length', packed.length).write(packed.subarray(0, 100), () => response.destroy()),
  // The length is a lie: what is longer is cut off there.
  '/trimmed/labels-idx1-ubyte.gz': (request) =>
    void request.socket.end(
      Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\n'), packed]),
    ),
  '/silent/labels-idx1-ubyte.gz': (_, response) => response.write(packed.subarray(0, 100)),
  '/endless/labels-idx1-ubyte.gz': (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(new Uint8Array(1 << 16)));
      response.once('drain', more)
    }
    more()
  },
  '/unpacked/labels-idx1-ubyte.gz': (_, response) => response.setHeader('content-encoding', 'gzip').end(packed),
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-'))
  server = await localServer(answers)
  url = server.url
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

function get(mirrors: readonly string[], told: string[] = [], to = join(folder, 'deep', 'cache')) {
  const urls = mirrors.map((mirror) => `${url}/${mirror}/`)
  return fetchOfficialFile(file, { urls, patience: 300, delays: [1], fetch }, to, (message) => void told.push(message))
}

test('downloads, keeps the very bytes, leaves nothing else, and tells of it', async () => {
  const told: string[] = []
  const result = await get(['good'], told)
  expect('proven' in result && Buffer.from(result.proven.data).equals(data)).toBe(true)
  expect(await readdir(join(folder, 'deep', 'cache'))).toEqual(['labels-idx1-ubyte.gz'])
  expect(await readFile(join(folder, 'deep', 'cache', 'labels-idx1-ubyte.gz'))).toEqual(packed)
  expect(told[0]).toBe(`downloading ${url}/good/labels-idx1-ubyte.gz`)
  expect(told.length).toBeGreaterThan(1)
})

test('a file that was unpacked on the way is kept without .gz', async () => {
  expect(await get(['unpacked'])).toHaveProperty('proven')
  expect(await readdir(join(folder, 'deep', 'cache'))).toEqual(['labels-idx1-ubyte'])
})

test('goes on to the next mirror whatever is wrong with one, and keeps nothing of it', async () => {
  const bad = ['missing', 'wrong', 'page', 'short', 'trimmed', 'silent', 'endless']
  const result = await get(bad)
  expect(await readdir(join(folder, 'deep', 'cache'))).toEqual([])
  const failures = 'failures' in result ? result.failures : []
  expect(failures.map((failure) => failure.slice(url.length + 1).split('/')[0])).toEqual(bad)
  expect(failures[0]).toContain('the server answered 404')
  expect(failures[1]).toContain('not the official one')
  expect(failures[2]).toContain('not an IDX file')
  expect(failures[3]).toContain('the download failed')
  expect(failures[4]).toContain('damaged or cut short')
  expect(failures[5]).toContain('nothing came for 0.3 s')
  expect(failures[6]).toContain('it sends more than')
  expect(await get([...bad, 'good'])).toHaveProperty('proven')
})

test('no connection is a failure with its reason', async () => {
  await server.close()
  const result = await get(['good'])
  expect('failures' in result && result.failures[0]).toContain('ECONNREFUSED')
})

test('a cache that cannot be written is one error, before anything is downloaded', async () => {
  await writeFile(join(folder, 'file'), '')
  const told: string[] = []
  await expect(get(['good'], told, join(folder, 'file', 'cache'))).rejects.toMatchObject({
    code: 'unwritable-cache',
    place: { source: join(folder, 'file', 'cache') },
    remedy: expect.stringContaining('HOURGLASS_CACHE'),
  })
  expect(told).toEqual([])
})

test('where the last step fails, nothing of the download stays behind', async () => {
  const inTheWay = join(folder, 'labels-idx1-ubyte.gz')
  await mkdir(inTheWay)
  await expect(get(['good'], [], folder)).rejects.toMatchObject({ code: 'unwritable-cache' })
  expect(await readdir(folder)).toEqual(['labels-idx1-ubyte.gz'])
  expect(await readdir(inTheWay)).toEqual([])
})

test('what came before a failure is gone on with the next time, and proven as a whole', async () => {
  let cut = 40
  await server.close()
  server = await localServer({
    '/cutting/labels-idx1-ubyte.gz': serve(() => ({ bytes: packed, etag: '"1"' }), {
      after: () => cut,
      arrived: partialIn(() => folder),
    }),
  })
  url = server.url
  cut = 0
  const told: string[] = []
  await get(['cutting'], told)
  expect(await readdir(join(folder, 'deep', 'cache'))).toEqual([])
  cut = 40
  const stop = new AbortController()
  const reason = new Error('stopped')
  const watching: typeof fetch = async (...request) => {
    if (server.asked.length > 4) stop.abort(reason)
    return fetch(...request)
  }
  const cache = join(folder, 'deep', 'cache')
  const mirrors = { urls: [`${url}/cutting/`], patience: 300, delays: [1], fetch: watching, signal: stop.signal }
  await expect(fetchOfficialFile(file, mirrors, cache, () => {})).rejects.toBe(reason)
  expect(await readdir(cache)).toEqual(['labels-idx1-ubyte.gz.part'])
  cut = Infinity
  server.asked.splice(0)
  expect(await get(['cutting'])).toHaveProperty('proven')
  expect(server.asked[0]).toMatch(/bytes=[1-9]\d*-$/)
  expect(await readdir(cache)).toEqual(['labels-idx1-ubyte.gz'])
})

test('pieces that do not fit together are fetched once more as one', async () => {
  const cache = join(folder, 'deep', 'cache')
  await server.close()
  let asked = 0
  server = await localServer({
    // It gives other bytes the second time, and says that they are the same.
    '/lying/labels-idx1-ubyte.gz': serve(
      () => ({ bytes: asked++ === 0 ? packed.map((byte) => byte ^ 1) : packed, etag: '"1"' }),
      { after: () => (asked === 1 ? 50 : Infinity), arrived: partialIn(() => folder) },
    ),
  })
  url = server.url
  expect(await get(['lying'])).toHaveProperty('proven')
  expect(server.asked).toEqual(['', ' bytes=50-', ''].map((range) => `/lying/labels-idx1-ubyte.gz${range}`))
  expect(await readdir(cache)).toEqual(['labels-idx1-ubyte.gz'])
})

test('where only a hash of the compressed file is known, nothing else is kept', async () => {
  const compressed = {
    ...file,
    sha256: createHash('sha256').update(packed).digest('hex'),
    hashOf: 'compressed' as const,
  }
  const from = (mirror: string) =>
    fetchOfficialFile(compressed, { urls: [`${url}/${mirror}/`], patience: 300, fetch }, folder, () => {})
  expect(await from('unpacked')).toMatchObject({ failures: [expect.stringContaining('nothing proves it')] })
  expect(await readdir(folder)).toEqual([])
  expect(await from('good')).toMatchObject({ proven: { proven: true } })
})

test('many that want the same file at once download it once, and all have it', async () => {
  const results = await Promise.all(Array.from({ length: 5 }, () => get(['good'])))
  for (const result of results) expect(result).toHaveProperty('proven')
  expect(server.asked).toHaveLength(1)
  expect(await readdir(join(folder, 'deep', 'cache'))).toEqual(['labels-idx1-ubyte.gz'])
})

test('a proxy that cannot be read is no failure of a mirror: it ends the search', async () => {
  const urls = [`${url}/good/`, `${url}/good/`]
  const network = { urls, patience: 300, delays: [1], fetch: proxyFetch({ HTTP_PROXY: 'http://[' }) }
  await expect(fetchOfficialFile(file, network, folder, () => {})).rejects.toMatchObject({ code: 'invalid-proxy' })
  expect(await readdir(folder)).toEqual([])
})
