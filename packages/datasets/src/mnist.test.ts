import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import type { HourglassError } from '@hourglass/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { encodeIdx } from './encode-idx.js'
import { MNIST_FILES, type MnistFiles } from './mnist-files.js'
import { mnist, mnistOptions } from './mnist.js'

/** A stand-in of 20 + 5 pictures of 2 × 3: picture i is filled with the byte i, its class is i mod 10. */
const contents: Record<string, Uint8Array> = {}
const files = {} as Record<keyof MnistFiles, MnistFiles['trainImages']>
for (const [part, { name, dimensions }] of Object.entries(MNIST_FILES)) {
  const size = part.startsWith('train') ? 20 : 5
  const shape = dimensions.length === 3 ? [size, 2, 3] : [size]
  const each = dimensions.length === 3 ? 6 : 1
  const data = Uint8Array.from({ length: size * each }, (_, at) => (each === 6 ? Math.floor(at / 6) : at % 10))
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

describe('what is loaded', () => {
  test('train is the beginning, validation the end of the training images; test is the test file', async () => {
    await put(home)
    const { train, validation, test, spec, hashes, notes } = await source({ options: { folder: home } }).load()
    expect([train.size, validation.size, test.size]).toEqual([15, 5, 5])
    expect(spec).toEqual({ dimensions: 6, range: [0, 1], image: [2, 3], classes: 10 })
    expect(train.rows([14])).toEqual(new Float32Array(6).fill(14 / 255))
    expect(validation.rows([0])).toEqual(new Float32Array(6).fill(15 / 255))
    expect(test.rows([4])).toEqual(new Float32Array(6).fill(4 / 255))
    expect(Array.from(validation.labels!)).toEqual([5, 6, 7, 8, 9])
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
