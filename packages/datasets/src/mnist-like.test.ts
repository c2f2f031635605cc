import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { DATASET, definePlugin, type HourglassError } from '@hourglass/core'
import { testDataset } from '@hourglass/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { encodeIdx } from './encode-idx.js'
import { FASHION_MNIST, fashionMnist, fashionMnistOptions } from './fashion-mnist.js'
import { KMNIST, kmnist, kmnistOptions } from './kmnist.js'
import { compressedFiles, MNIST_FILES, type MnistFiles } from './mnist-files.js'
import type { MnistSurroundings } from './mnist-like.js'
import { mnist } from './mnist.js'
import { sha256 } from './sha256.js'

/** Stand-ins of 20 + 5 pictures of 2 × 3, all bytes of a picture alike; `first` tells one set from another. */
function standIn(first: number): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.values(MNIST_FILES).map(({ name, dimensions }) => {
      const [size, from] = name.startsWith('train') ? [20, first] : [5, first + 100]
      const [shape, each] = dimensions.length === 3 ? [[size, 2, 3], 6] : [[size], 1]
      const data = Uint8Array.from({ length: size * each }, (_, at) =>
        each === 6 ? from + Math.floor(at / 6) : at % 10,
      )
      return [name, encodeIdx({ dimensions: shape, data })]
    }),
  )
}
const own = standIn(0)
const other = standIn(50)
const files = Object.fromEntries(
  Object.entries(MNIST_FILES).map(([part, file]) => [
    part,
    {
      name: file.name,
      dimensions: [part.startsWith('train') ? 20 : 5, ...(file.dimensions.length === 3 ? [2, 3] : [])],
      sha256: sha256(gzipSync(own[file.name]!)),
      hashOf: 'compressed',
      mistakenFor: file.dimensions.length === 3 ? [{ sha256: sha256(other[file.name]!), what: 'of another set' }] : [],
    },
  ]),
) as unknown as MnistFiles

const offline: typeof fetch = async () => {
  throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })
}
const online: typeof fetch = async (url) =>
  new Response(new Uint8Array(gzipSync(own[String(url).split('/').at(-1)!.replace('.gz', '')]!)))

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hourglass-'))
})
afterEach(() => rm(home, { recursive: true }))

async function put(folder: string, ending: '' | '.gz' = '.gz', contents = own): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(contents))
    await writeFile(join(folder, name + ending), ending === '.gz' ? gzipSync(bytes) : bytes)
}

const surroundings = (more: Partial<MnistSurroundings> = {}): MnistSurroundings => ({
  files,
  mirrors: ['https://one.example/'],
  patience: 1000,
  delays: [],
  fetch: offline,
  ...more,
  environment: { HOURGLASS_CACHE: join(home, 'cache'), ...more.environment },
})
const failure = (loading: Promise<unknown>): Promise<HourglassError> =>
  loading.then(
    () => expect.unreachable('it loaded'),
    (error: HourglassError) => error,
  )

const shelf = mkdtempSync(join(tmpdir(), 'hourglass-'))
beforeAll(async () => {
  await put(join(shelf, 'fashion'))
  await put(join(shelf, 'kmnist'))
})
afterAll(() => rmSync(shelf, { recursive: true }))

describe.each([
  ['fashion-mnist', fashionMnist, fashionMnistOptions, ['fashion-mnist', 'fashion']],
  ['kmnist', kmnist, kmnistOptions, ['kmnist']],
] as const)('%s', (name, create, options, folders) => {
  const plugin = definePlugin({
    name: 'stand-in',
    apiVersion: 1,
    register: (registry) =>
      registry.add(DATASET, name, {
        summary: 'pictures of 2 × 3',
        options,
        create: (given) => create(given, { ...surroundings(), environment: process.env }),
      }),
  })
  testDataset(plugin, name, [
    {
      options: { validation: 5 },
      environment: { HOURGLASS_DATA: shelf, HOURGLASS_CACHE: join(shelf, 'cache') },
      sizes: { train: 15, validation: 5, test: 5 },
      classSizes: [3, 3, 3, 3, 3, 2, 2, 2, 2, 2],
      examples: [
        { split: 'validation', index: 0, row: Array.from({ length: 6 }, () => 15 / 255), label: 5 },
        { split: 'test', index: 4, row: Array.from({ length: 6 }, () => 104 / 255), label: 4 },
      ],
    },
  ])

  const source = (more?: Partial<MnistSurroundings>, given: object = {}) =>
    create(options.parse({ validation: 5, ...given }), surroundings(more))

  test('is looked for in folders of its own name, and in `folder` itself', async () => {
    const here = join(home, 'here')
    for (const [folder, setting] of [
      [here, () => source({}, { folder: here })],
      ...folders.flatMap((inner) => [
        [join(here, inner), () => source({}, { folder: here })] as const,
        [join(here, inner), () => source({ environment: { HOURGLASS_DATA: here } })] as const,
      ]),
      [join(home, 'cache', 'datasets', name), () => source()],
    ] as const) {
      await put(folder)
      const set = setting()
      expect((await set.files!()).map(({ path }) => path)).toEqual(
        Object.keys(own).map((file) => join(folder, `${file}.gz`)),
      )
      const { hashes, notes } = await set.load()
      expect(hashes).toEqual(set.published)
      expect(notes).toBeUndefined()
      await rm(folder, { recursive: true })
    }
  })

  test('is not looked for among the files of MNIST, which have the same names', async () => {
    await put(home, '', other)
    const set = source({ environment: { HOURGLASS_DATA: home } })
    expect(await set.files!()).toEqual(Object.keys(own).map((file) => ({ name: file })))
    const error = await failure(set.load())
    expect(error.code).toBe('missing-data')
    expect(error.expected).toContain('that of the compressed file')
    expect(error.remedy).toContain(`a folder ${name} in any folder`)
  })

  test('is told from another set of the same names, however it is packed', async () => {
    for (const ending of ['', '.gz'] as const) {
      await put(join(home, name), ending, other)
      const error = await failure(source({}, { folder: home }).load())
      expect(error).toMatchObject({ code: 'wrong-content', message: 'this is of another set' })
      expect(error.place!.source).toContain(join(home, name))
      await rm(join(home, name), { recursive: true })
    }
  })

  test('not compressed, it is taken and said not to be proven', async () => {
    await put(join(home, name), '')
    const set = source({}, { folder: home })
    const { hashes, notes } = await set.load()
    expect(notes).toEqual([expect.stringMatching(/^train-images-idx3-ubyte, .*: not proven to be of /)])
    expect(hashes['train-images-idx3-ubyte']).toBe(sha256(own['train-images-idx3-ubyte']!))
    expect(Object.keys(hashes)).not.toContain('train-images-idx3-ubyte.gz')
    // The copy that can be proven comes first.
    await put(join(home, name), '.gz')
    expect((await set.load()).notes).toBeUndefined()
  })

  test('packed in another way, it is refused', async () => {
    await put(home)
    await writeFile(join(home, 't10k-labels-idx1-ubyte.gz'), gzipSync(own['t10k-labels-idx1-ubyte']!, { level: 0 }))
    const error = await failure(source({}, { folder: home }).load())
    expect(error).toMatchObject({ code: 'wrong-content', remedy: expect.stringContaining('unpack this one') })
  })

  test('`fetch` downloads what is missing, and checks what is there', async () => {
    const cache = join(home, 'cache', 'datasets', name)
    await put(cache)
    await rm(join(cache, 't10k-labels-idx1-ubyte.gz'))
    let asked = 0
    const counting: typeof fetch = async (url) => {
      asked++
      return online(url)
    }
    const set = source({ fetch: counting })
    await set.fetch!()
    expect(asked).toBe(1)
    expect(await readdir(cache)).toHaveLength(4)
    expect((await source().load()).hashes).toEqual(set.published)
    await writeFile(join(cache, 't10k-labels-idx1-ubyte.gz'), 'abc')
    await expect(set.fetch!()).rejects.toMatchObject({ code: 'invalid-idx' })
  })
})

test('MNIST itself knows its files before anything is read', async () => {
  const set = mnist({ validation: 10_000 }, { ...surroundings(), files: MNIST_FILES })
  expect(set.published).toEqual(
    Object.fromEntries(Object.values(MNIST_FILES).map(({ name, sha256 }) => [name, sha256])),
  )
  expect((await set.files!()).map(({ path }) => path)).toEqual([undefined, undefined, undefined, undefined])
})

test('the published hashes are twelve, and those of MNIST are told from the others', () => {
  const sets = [MNIST_FILES, FASHION_MNIST.files, KMNIST.files]
  const hashes = sets.flatMap((set) => Object.values(set).map((file) => file.sha256))
  expect(new Set(hashes).size).toBe(12)
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/)
  const named = compressedFiles({ trainImages: 'a', trainLabels: 'b', testImages: 'c', testLabels: 'd' })
  for (const [part, { name, sha256 }] of Object.entries(MNIST_FILES))
    expect(named[part as keyof MnistFiles]).toMatchObject({
      name,
      hashOf: 'compressed',
      mistakenFor: [{ sha256, what: `${name} of MNIST` }],
    })
})
