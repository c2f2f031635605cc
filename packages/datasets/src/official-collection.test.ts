import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { HourglassError } from '@hourglass/core'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { encodeIdx } from './encode-idx.js'
import { loadOfficialFiles } from './official-collection.js'

const names = ['a-idx1-ubyte', 'b-idx1-ubyte', 'c-idx1-ubyte']
const contents = Object.fromEntries(
  names.map((name, place) => [name, encodeIdx({ dimensions: [3], data: Uint8Array.of(place, 1, 2) })]),
)
const files = names.map((name) => ({
  name,
  dimensions: [3],
  sha256: createHash('sha256').update(contents[name]!).digest('hex'),
}))

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hourglass-'))
  await mkdir(join(home, 'here'))
})
afterEach(() => rm(home, { recursive: true }))

const offline: typeof fetch = async () => {
  throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })
}
const online: typeof fetch = async (url) =>
  new Response(gzipSync(contents[String(url).split('/').at(-1)!.replace('.gz', '')]!))

function load(fetch: typeof globalThis.fetch) {
  const mirrors = { urls: ['https://one.example/', 'https://two.example/'], patience: 1000, delays: [], fetch }
  return loadOfficialFiles(
    'letters',
    files,
    { folders: [join(home, 'here')], cache: join(home, 'cache'), mirrors },
    () => {},
  )
}

test('what is nowhere is downloaded into the cache, and only that; the next time nothing is', async () => {
  await writeFile(join(home, 'here', names[1]!), contents[names[1]!]!)
  const arrays = await load(online)
  expect(arrays.map(({ data }) => data[0])).toEqual([0, 1, 2])
  expect((await readdir(join(home, 'cache'))).toSorted()).toEqual(['a-idx1-ubyte.gz', 'c-idx1-ubyte.gz'])
  expect((await load(offline)).map(({ data }) => data[0])).toEqual([0, 1, 2])
})

test('no files and no network: one error with the files, hashes, folders, mirrors and the place to put them', async () => {
  await writeFile(join(home, 'here', names[1]!), contents[names[1]!]!)
  const error: unknown = await load(offline).catch((error: unknown) => error)
  if (!(error instanceof HourglassError)) throw error
  expect(error.code).toBe('missing-data')
  const text = error.format()
  for (const { name, sha256 } of [files[0]!, files[2]!]) expect(text).toContain(`${name}, SHA-256 ${sha256}`)
  expect(text).not.toContain(files[1]!.sha256)
  expect(text).toContain(`  ${join(home, 'here')}\n  ${join(home, 'cache')}\n`)
  expect(text).toContain('https://one.example/a-idx1-ubyte.gz: the download failed: getaddrinfo ENOTFOUND')
  expect(text).toContain('https://two.example/')
  expect(error.remedy).toContain(`put them into ${join(home, 'cache')}`)
  expect(error.remedy).toContain('HOURGLASS_DATA')
})

test('a damaged file is an error that a download does not hide', async () => {
  await writeFile(join(home, 'here', names[2]!), 'abc')
  await expect(load(online)).rejects.toMatchObject({
    code: 'invalid-idx',
    place: { source: join(home, 'here', names[2]!) },
  })
})
