import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { DATASET, definePlugin, type HourglassError } from '@hourglass/core'
import { testDataset } from '@hourglass/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { encodeIdx } from './encode-idx.js'
import { MNIST_FILES, type MnistFiles } from './mnist-files.js'
import { mnist, mnistOptions } from './mnist.js'

/** A stand-in of 20 + 5 pictures of 2 × 3: picture i is filled with the byte i (test: 100 + i), its class is i mod 10. */
const contents: Record<string, Uint8Array> = {}
const files = {} as Record<keyof MnistFiles, MnistFiles['trainImages']>
for (const [part, { name, dimensions }] of Object.entries(MNIST_FILES)) {
  const [size, first] = part.startsWith('train') ? [20, 0] : [5, 100]
  const shape = dimensions.length === 3 ? [size, 2, 3] : [size]
  const each = dimensions.length === 3 ? 6 : 1
  const data = Uint8Array.from({ length: size * each }, (_, at) => (each === 6 ? first + Math.floor(at / 6) : at % 10))
  contents[name] = encodeIdx({ dimensions: shape, data })
  const sha256 = createHash('sha256').update(contents[name]).digest('hex')
  files[part as keyof MnistFiles] = { name, dimensions: shape, sha256 }
}

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hourglass-'))
})
afterEach(() => rm(home, { recursive: true }))

/** The tests of `loadOfficialFiles` have a network. */
const offline: typeof fetch = async () => {
  throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })
}

interface Setting {
  options?: Partial<ReturnType<typeof mnistOptions.parse>>
  environment?: NodeJS.ProcessEnv
}

function source({ options, environment }: Setting = {}) {
  return mnist(
    { validation: 5, ...options },
    {
      files,
      mirrors: ['https://one.example/', 'https://two.example/'],
      patience: 1000,
      delays: [],
      fetch: offline,
      environment: { HOURGLASS_CACHE: join(home, 'cache'), ...environment },
    },
  )
}

async function put(folder: string, ending = ''): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(contents))
    await writeFile(join(folder, name + ending), ending === '.gz' ? gzipSync(bytes) : bytes)
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
  name: 'mnist-stand-in',
  apiVersion: 1,
  register: (registry) =>
    registry.add(DATASET, 'mnist', {
      summary: 'pictures of 2 × 3',
      options: mnistOptions,
      create: (options) =>
        mnist(options, { files, mirrors: [], patience: 1000, delays: [], fetch: offline, environment: process.env }),
    }),
})

testDataset(standIn, 'mnist', [
  {
    options: { validation: 5, folder: shelf },
    environment: { HOURGLASS_DATA: '', HOURGLASS_CACHE: join(shelf, 'cache') },
    sizes: { train: 15, validation: 5, test: 5 },
    classSizes: [3, 3, 3, 3, 3, 2, 2, 2, 2, 2],
    examples: [
      { split: 'train', index: 14, row: Array.from({ length: 6 }, () => 14 / 255), label: 4 },
      { split: 'validation', index: 0, row: Array.from({ length: 6 }, () => 15 / 255), label: 5 },
      { split: 'test', index: 4, row: Array.from({ length: 6 }, () => 104 / 255), label: 4 },
    ],
  },
  {
    options: { validation: 1, train: 3 },
    environment: { HOURGLASS_DATA: shelf, HOURGLASS_CACHE: join(shelf, 'cache') },
    sizes: { train: 3, validation: 1, test: 5 },
  },
])

describe('what is loaded', () => {
  test('is a picture with ten classes, and four hashed files; a full training set needs no note', async () => {
    await put(home)
    const { spec, hashes, notes } = await source({ options: { folder: home } }).load()
    expect(spec).toEqual({ dimensions: 6, range: [0, 1], image: [2, 3], classes: 10 })
    expect(hashes['t10k-images-idx3-ubyte']).toBe(files.testImages.sha256)
    expect(Object.keys(hashes)).toHaveLength(4)
    expect(notes).toBeUndefined()
  })

  test('`train` takes the first ones and says so', async () => {
    await put(home)
    const dataset = await source({ options: { folder: home, train: 3 } }).load()
    expect([dataset.train.size, dataset.validation.size]).toEqual([3, 5])
    expect(Array.from(dataset.train.labels!)).toEqual([0, 1, 2])
    expect(dataset.validation.rows([0])[0]).toBeCloseTo(15 / 255)
    expect(dataset.notes).toEqual(['trained on the first 3 of 15 images'])
  })
})

describe('where it is looked for', () => {
  test.each(['', '.gz'])('`folder`, HOURGLASS_DATA, mnist in each, the cache; as "%s"', async (ending) => {
    const here = join(home, 'here')
    for (const [folder, setting] of [
      [here, { options: { folder: here } }],
      [join(here, 'mnist'), { options: { folder: here } }],
      [here, { environment: { HOURGLASS_DATA: here } }],
      [join(here, 'mnist'), { environment: { HOURGLASS_DATA: here } }],
      [join(home, 'cache', 'datasets', 'mnist'), {}],
    ] satisfies [string, Setting][]) {
      await put(folder, ending)
      const told: string[] = []
      await expect(source(setting).load((message) => void told.push(message))).resolves.toBeDefined()
      expect(told[0]).toBe(`reading ${join(folder, `train-images-idx3-ubyte${ending}`)}`)
      await rm(folder, { recursive: true })
    }
  })
})

describe('what goes wrong', () => {
  test('a file that is cut short, of wrong content, or no file', async () => {
    const path = join(home, 'train-images-idx3-ubyte')
    await put(home)
    await truncate(path, 100)
    const cut = await failure({ options: { folder: home } })
    expect(cut).toMatchObject({ code: 'invalid-idx', place: { source: path } })
    expect(cut.format()).toMatch(/cut short: 84 bytes of data follow.*expected: 20 × 2 × 3 = 120 bytes.*try: /s)
    await writeFile(path, contents['train-images-idx3-ubyte']!.with(50, 200))
    expect(await failure({ options: { folder: home } })).toMatchObject({
      code: 'wrong-content',
      place: { source: path },
    })
    await rm(path)
    await mkdir(path)
    expect(await failure({ options: { folder: home } })).toMatchObject({ code: 'unreadable-file' })
  })

  test('a folder that is not there', async () => {
    const error = await failure({ options: { folder: join(home, 'mistyped') } })
    expect(error).toMatchObject({ code: 'missing-folder', place: { path: 'folder' } })
  })

  test('more images than there are', () => {
    expect(() => source({ options: { train: 16 } })).toThrowError(
      expect.objectContaining({ code: 'invalid-option', place: { path: 'train' } }),
    )
    expect(() => source({ options: { validation: 20 } })).toThrowError(
      expect.objectContaining({ code: 'invalid-option', place: { path: 'validation' } }),
    )
    expect(mnistOptions.safeParse({ validation: 0 }).success).toBe(false)
    expect(mnistOptions.safeParse({ folders: 'x' }).success).toBe(false)
    expect(mnistOptions.parse({})).toEqual({ validation: 10_000 })
  })
})
