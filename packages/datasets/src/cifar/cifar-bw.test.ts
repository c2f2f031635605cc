import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'

import { DATASET, definePlugin, type HourglassError } from '@hourglass/core'
import { testDataset } from '@hourglass/testing'
import { pack } from 'tar-stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { cifarBw, cifarBwOptions, type CifarSurroundings } from './cifar-bw.js'
import { CIFAR_ARCHIVE, CIFAR_BATCHES, type CifarArchive, type CifarBatch, TEST_BATCHES } from './cifar-files.js'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * A stand-in of 4 rows a batch. Row r of batch b, test_batch being 0, is of class (b + r) mod 10; its red is 10b + r
 * everywhere, its green the pixel's column, its blue the pixel's row.
 */
const contents: Record<string, Uint8Array> = {}
const batches: CifarBatch[] = TEST_BATCHES.map((name, b) => {
  const rows = Array.from({ length: 4 }, (_, r) => [
    (b + r) % 10,
    ...Array.from({ length: 1024 }, () => 10 * b + r),
    ...Array.from({ length: 1024 }, (_, at) => at % 32),
    ...Array.from({ length: 1024 }, (_, at) => Math.floor(at / 32)),
  ])
  contents[`${name}.bin`] = Uint8Array.from(rows.flat())
  return { name, rows: 4, sha256: sha256(contents[`${name}.bin`]!) }
})
const EXPECTED_SIZES = { train: 16, validation: 4, test: 4 }

async function archiveOf(names: readonly string[]): Promise<Buffer> {
  const packing = pack()
  packing.entry({ name: 'cifar-10-batches-bin/', type: 'directory' })
  packing.entry({ name: 'cifar-10-batches-bin/batches.meta.txt' }, 'airplane\n')
  for (const name of names) packing.entry({ name: `cifar-10-batches-bin/${name}` }, Buffer.from(contents[name]!))
  packing.finalize()
  return gzipSync(await buffer(packing))
}
const ALL = Object.keys(contents)
let packed: Buffer
let archive: CifarArchive
beforeAll(async () => {
  packed = await archiveOf(ALL)
})

const offline: typeof fetch = async () => {
  throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })
}
const online: typeof fetch = async () => new Response(new Uint8Array(packed))

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hourglass-'))
  archive = {
    name: 'cifar-10-binary.tar.gz',
    bytes: packed.length,
    sha256: sha256(packed),
    urls: ['https://one.example/cifar.tar.gz', 'https://two.example/cifar.tar.gz'],
  }
})
afterEach(() => rm(home, { recursive: true }))

interface Setting {
  readonly options?: Partial<ReturnType<typeof cifarBwOptions.parse>>
  readonly environment?: NodeJS.ProcessEnv
  readonly fetch?: typeof fetch
}

function source({ options = {}, environment, fetch = offline }: Setting = {}) {
  const surroundings: CifarSurroundings = {
    batches,
    archive,
    patience: 1000,
    delays: [],
    fetch,
    environment: { HOURGLASS_CACHE: join(home, 'cache'), ...environment },
  }
  return cifarBw(cifarBwOptions.parse(options), surroundings)
}

async function put(folder: string, ending: '' | '.gz' | 'archive' = '', names = ALL): Promise<void> {
  await mkdir(folder, { recursive: true })
  if (ending === 'archive') await writeFile(join(folder, archive.name), await archiveOf(names))
  else
    for (const name of names)
      await writeFile(join(folder, name + ending), ending === '.gz' ? gzipSync(contents[name]!) : contents[name]!)
}

const failure = (setting?: Setting): Promise<HourglassError> =>
  source(setting)
    .load()
    .then(
      () => expect.unreachable('it loaded'),
      (error: HourglassError) => error,
    )

const shelf = mkdtempSync(join(tmpdir(), 'hourglass-'))
beforeAll(() => put(shelf))
afterAll(() => rmSync(shelf, { recursive: true }))

const standIn = definePlugin({
  name: 'cifar-stand-in',
  apiVersion: 1,
  register: (registry) =>
    registry.add(DATASET, 'cifar-bw', {
      summary: 'pictures of a stand-in',
      options: cifarBwOptions,
      create: (options) =>
        cifarBw(options, { batches, archive, patience: 1000, delays: [], fetch: offline, environment: process.env }),
    }),
})

/** Row r of batch b in the mean of the channels; in whole numbers there is no half of a third. */
const meanRow = (b: number, r: number): number[] =>
  Array.from({ length: 1024 }, (_, at) => Math.round((10 * b + r + (at % 32) + Math.floor(at / 32)) / 3) / 255)

testDataset(standIn, 'cifar-bw', [
  {
    options: { folder: shelf, grey: 'mean' },
    environment: { HOURGLASS_DATA: '', HOURGLASS_CACHE: join(shelf, 'cache') },
    sizes: EXPECTED_SIZES,
    // Four consecutive classes from each of 0 … 5.
    classSizes: [1, 2, 3, 4, 4, 4, 3, 2, 1, 0],
    examples: [
      { split: 'train', index: 0, row: meanRow(1, 0), label: 1 },
      { split: 'train', index: 15, row: meanRow(4, 3), label: 7 },
      { split: 'validation', index: 1, row: meanRow(5, 1), label: 6 },
      { split: 'test', index: 2, row: meanRow(0, 2), label: 2 },
    ],
  },
  {
    options: { testBatch: 'data_batch_2', grey: 'mean' },
    environment: { HOURGLASS_DATA: shelf, HOURGLASS_CACHE: join(shelf, 'cache') },
    sizes: { train: 12, validation: 4, test: 4 },
    examples: [
      { split: 'train', index: 4, row: meanRow(3, 0) },
      { split: 'validation', index: 0, row: meanRow(5, 0) },
      { split: 'test', index: 0, row: meanRow(2, 0) },
    ],
  },
])

describe('what is loaded', () => {
  test('is a grey picture with ten classes, its batches hashed, and no note', async () => {
    const set = source({ options: { folder: shelf } })
    const { spec, hashes, notes, train } = await set.load()
    expect(spec).toEqual({ dimensions: 1024, range: [0, 1], image: [32, 32], classes: 10 })
    expect(hashes).toEqual(Object.fromEntries(batches.map(({ name, sha256 }) => [`${name}.bin`, sha256])))
    expect(set.published).toEqual(hashes)
    expect(notes).toBeUndefined()
    // By default 0.299 R + 0.587 G + 0.114 B: row 2, column 5 of the first row of data_batch_1, (10, 5, 2).
    expect(train.bytes!.pixels[2 * 32 + 5]).toBe(Math.round(2.99 + 2.935 + 0.228))
  })

  test('a batch that is held out is said, and test_batch is not asked for', async () => {
    await put(home, '', ALL.slice(1))
    const set = source({ options: { folder: home, testBatch: 'data_batch_5' } })
    const { notes, hashes, validation } = await set.load()
    expect(notes).toEqual([expect.stringContaining('tested on data_batch_5, which is held out')])
    expect(Object.keys(hashes)).not.toContain('test_batch.bin')
    expect(validation.labels![0]).toBe(4)
    expect(set.published).toEqual(hashes)
  })
})

describe('where it is looked for', () => {
  test.each(['', '.gz', 'archive'] as const)(
    '`folder`, HOURGLASS_DATA, the cache, and folders in each; as "%s"',
    async (ending) => {
      const here = join(home, 'here')
      for (const inner of ['', 'cifar10', 'cifar-10-batches-bin'])
        for (const [folder, setting] of [
          [join(here, inner), { options: { folder: here } }],
          [join(here, inner), { environment: { HOURGLASS_DATA: here } }],
          [join(home, 'cache', 'datasets', 'cifar10', inner), {}],
        ] satisfies [string, Setting][]) {
          await put(folder, ending)
          const set = source(setting)
          const name = ending === 'archive' ? archive.name : `data_batch_1.bin${ending}`
          expect((await set.files!())[0]).toEqual({ name: 'data_batch_1.bin', path: join(folder, name) })
          expect((await set.load()).train.size).toBe(16)
          await rm(folder, { recursive: true })
        }
    },
  )

  test('files of some batches and the archive for the others', async () => {
    await put(join(home, 'cifar10'), '.gz', ALL.slice(0, 2))
    await put(join(home, 'cifar10'), 'archive', ALL.slice(2))
    const told: string[] = []
    const { train, test } = await source({ options: { folder: home } }).load((message) => void told.push(message))
    expect([train.bytes!.pixels[0], test.labels![3]]).toEqual([3, 3])
    expect(told.filter((message) => message.includes(archive.name))).toHaveLength(1)
  })
})

describe('the web', () => {
  test('what is missing comes as the archive, into the cache, once', async () => {
    const set = source({ fetch: online })
    expect((await set.files!()).every(({ path }) => path === undefined)).toBe(true)
    await set.fetch!()
    expect(await readdir(join(home, 'cache', 'datasets', 'cifar10'))).toEqual([archive.name])
    expect((await source().load()).train.size).toBe(16)
  })

  test('an archive of other bytes is not kept', async () => {
    archive = { ...archive, sha256: 'f'.repeat(64) }
    expect((await failure({ fetch: online })).message).toContain(`its SHA-256 is ${sha256(packed)}`)
    expect(await readdir(join(home, 'cache', 'datasets', 'cifar10'))).toEqual([])
  })

  test('without one: one error with the files, hashes, folders, mirrors and the place to put them', async () => {
    const error = await failure({ options: { folder: home } })
    expect(error.code).toBe('missing-data')
    const text = error.format()
    for (const { name, sha256 } of batches) expect(text).toContain(`${name}.bin, SHA-256 ${sha256}`)
    expect(text).toContain('https://two.example/cifar.tar.gz: the download failed: getaddrinfo ENOTFOUND')
    expect(text).toContain(`  ${join(home, 'cifar10')}\n`)
    expect(error.remedy).toContain(`download cifar-10-binary.tar.gz (SHA-256 ${archive.sha256})`)
    expect(error.remedy).toContain(join(home, 'cache', 'datasets', 'cifar10'))
    expect(error.remedy).not.toContain('testBatch')
  })

  test('where only test_batch is missing, the error tells of the option', async () => {
    await put(home, '', ALL.slice(1))
    const error = await failure({ options: { folder: home } })
    expect(error).toMatchObject({
      code: 'missing-data',
      remedy: expect.stringContaining('`testBatch` to data_batch_5'),
    })
    expect(error.expected).not.toContain('data_batch_1')
  })
})

describe('what goes wrong', () => {
  test.each([
    ['cut short', (path: string) => truncate(path, 3073), '3,073 bytes'],
    ['changed', (path: string) => writeFile(path, contents['data_batch_1.bin']!.with(9, 9)), 'its SHA-256 is'],
    ['of another batch', (path: string) => writeFile(path, contents['data_batch_2.bin']!), 'its SHA-256 is'],
    ['far too large', (path: string) => truncate(path, 2 ** 33), 'too large'],
  ])('a batch that is %s', async (_, damage, message) => {
    await put(home)
    const path = join(home, 'data_batch_1.bin')
    await damage(path)
    const error = await failure({ options: { folder: home } })
    expect(error).toMatchObject({ code: 'wrong-content', place: { source: path } })
    expect(error.message).toContain(message)
  })

  test('a batch in the archive that is of another content', async () => {
    const right = contents['data_batch_3.bin']!
    contents['data_batch_3.bin'] = right.with(0, 9)
    await put(home, 'archive').finally(() => (contents['data_batch_3.bin'] = right))
    const error = await failure({ options: { folder: home } })
    expect(error).toMatchObject({
      code: 'wrong-content',
      place: { source: `${join(home, archive.name)} data_batch_3.bin` },
    })
  })

  test('an archive without a batch, and one that is none', async () => {
    await put(home, 'archive', ALL.slice(1))
    expect((await failure({ options: { folder: home } })).message).toBe('the archive has no test_batch.bin')
    await writeFile(join(home, archive.name), 'abc')
    expect(await failure({ options: { folder: home } })).toMatchObject({ code: 'invalid-archive' })
  })

  test('a folder that is not there', async () => {
    const error = await failure({ options: { folder: join(home, 'mistyped') }, fetch: online })
    expect(error).toMatchObject({ code: 'missing-folder', place: { path: 'folder' } })
  })

  test('options that there are none of', () => {
    expect(cifarBwOptions.safeParse({ grey: 'lightness' }).success).toBe(false)
    expect(cifarBwOptions.safeParse({ testBatch: 'data_batch_6' }).success).toBe(false)
    expect(cifarBwOptions.parse({})).toEqual({ grey: 'luma601', testBatch: 'test_batch' })
  })
})

test('the published files are six of 10,000 rows of 3,073 bytes', () => {
  expect(CIFAR_BATCHES.map(({ rows }) => rows * 3073)).toEqual(Array.from({ length: 6 }, () => 30_730_000))
  expect(new Set(CIFAR_BATCHES.map(({ sha256 }) => sha256)).size).toBe(6)
  for (const { sha256 } of [...CIFAR_BATCHES, CIFAR_ARCHIVE]) expect(sha256).toMatch(/^[0-9a-f]{64}$/)
})
