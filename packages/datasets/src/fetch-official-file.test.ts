import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { encodeIdx } from './encode-idx.js'
import { fetchOfficialFile } from './fetch-official-file.js'

const data = Uint8Array.from({ length: 5000 }, (_, place) => (place * place) % 251)
const content = encodeIdx({ dimensions: [5000], data })
const packed = gzipSync(content)
const file = {
  name: 'labels-idx1-ubyte',
  dimensions: [5000],
  sha256: createHash('sha256').update(content).digest('hex'),
}

let folder: string
let server: Server
let url: string

/** What the server does with each path that is asked for. */
const answers: Record<string, RequestListener> = {
  '/good/labels-idx1-ubyte.gz': (_, response) => response.setHeader('content-length', packed.length).end(packed),
  '/wrong/labels-idx1-ubyte.gz': (_, response) => response.end(gzipSync(content.with(100, 252))),
  '/page/labels-idx1-ubyte.gz': (_, response) => response.end('<html>please log in</html>'),
  '/short/labels-idx1-ubyte.gz': (_, response) =>
    response.setHeader('content-length', packed.length).write(packed.subarray(0, 100), () => response.destroy()),
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
  server = createServer((request, response) => {
    const answer = answers[request.url!]
    if (answer === undefined) response.writeHead(404).end('no')
    else answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

function get(mirrors: readonly string[], told: string[] = [], to = join(folder, 'deep', 'cache')) {
  const urls = mirrors.map((mirror) => `${url}/${mirror}/`)
  return fetchOfficialFile(file, { urls, patience: 300, fetch }, to, (message) => void told.push(message))
}

test('downloads, keeps the very bytes, leaves nothing else, and tells of it', async () => {
  const told: string[] = []
  const result = await get(['good'], told)
  expect('array' in result && Buffer.from(result.array.data).equals(data)).toBe(true)
  expect(await readdir(join(folder, 'deep', 'cache'))).toEqual(['labels-idx1-ubyte.gz'])
  expect(await readFile(join(folder, 'deep', 'cache', 'labels-idx1-ubyte.gz'))).toEqual(packed)
  expect(told[0]).toBe(`downloading ${url}/good/labels-idx1-ubyte.gz`)
  expect(told.length).toBeGreaterThan(1)
})

test('a file that was unpacked on the way is kept without .gz', async () => {
  expect(await get(['unpacked'])).toHaveProperty('array')
  expect(await readdir(join(folder, 'deep', 'cache'))).toEqual(['labels-idx1-ubyte'])
})

test('goes on to the next mirror whatever is wrong with one, and keeps nothing of it', async () => {
  const bad = ['missing', 'wrong', 'page', 'short', 'silent', 'endless']
  const result = await get(bad)
  expect(await readdir(join(folder, 'deep', 'cache'))).toEqual([])
  const failures = 'failures' in result ? result.failures : []
  expect(failures.map((failure) => failure.slice(url.length + 1).split('/')[0])).toEqual(bad)
  expect(failures[0]).toContain('the server answered 404')
  expect(failures[1]).toContain('not the official one')
  expect(failures[2]).toContain('not an IDX file')
  expect(failures[3]).toContain('the download failed')
  expect(failures[4]).toContain('nothing came for 0.3 s')
  expect(failures[5]).toContain('it sends more than')
  expect(await get([...bad, 'good'])).toHaveProperty('array')
})

test('no connection is a failure with its reason', async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
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
