import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { testDataset } from '@hourglass/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'

import { amat, amatOptions } from './amat.js'
import { filesPlugin } from './files-plugin.fixture.js'
import { refusalOf } from './hostile-files.fixture.js'
import { ZIP_ARCHIVES } from './zip-archives.fixture.js'

const home = mkdtempSync(join(tmpdir(), 'hourglass-'))
afterAll(() => rmSync(home, { recursive: true }))
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(home, name), content)
  return join(home, name)
}

/** Picture i is 2 × 3: i, 0, 0, 1, 0, 255 − i, over 255 to six digits, of class i mod 3. */
const line = (i: number) =>
  [i, 0, 0, 1, 0, 255 - i].map((byte) => (byte / 255).toFixed(7)).join(' ') + ` ${(i % 3).toExponential(16)}\n`
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => line(from + i)).join('')
const train = put('train.amat', lines(0, 12))
const tested = put('test.amat.gz', gzipSync(lines(100, 106)))
const load = (options: z.input<typeof amatOptions>) => amat(amatOptions.parse(options)).load()
const bytes = (...row: number[]) => row.map((byte) => byte / 255)

testDataset(filesPlugin, 'amat', [
  {
    options: { train, test: tested, validation: 4, image: [2, 3] },
    sizes: { train: 8, validation: 4, test: 6 },
    classSizes: [6, 6, 6],
    examples: [
      { split: 'train', index: 7, row: bytes(7, 0, 0, 1, 0, 248), label: 1 },
      { split: 'validation', index: 0, row: bytes(8, 0, 0, 1, 0, 247), label: 2 },
      { split: 'test', index: 5, row: bytes(105, 0, 0, 1, 0, 150), label: 0 },
    ],
  },
  {
    options: { train, test: tested, validation: 4, image: [2, 3], transposed: true },
    sizes: { train: 8, validation: 4, test: 6 },
    // (0,0), (1,0), (0,1), (1,1), (0,2), (1,2) in the file.
    examples: [{ split: 'train', index: 7, row: bytes(7, 0, 0, 0, 1, 248) }],
  },
])

describe('what is loaded', () => {
  test('bytes where all are byte / 255, in both files; else float32', async () => {
    const { train: split, spec } = await load({ train, test: tested, validation: 4 })
    expect(spec).toEqual({ dimensions: 6, range: [0, 1], classes: 3 })
    expect(Array.from(split.bytes!.pixels.subarray(0, 6))).toEqual([0, 0, 0, 1, 0, 255])
    const other = put('half.amat', '0 0 0 0.5 0 1 1\n')
    const floats = await load({ train, test: other, validation: 4 })
    expect(floats.train.bytes).toBeUndefined()
    expect(floats.train.rows([7])[0]).toBe(Math.fround(0.027451))
  })

  test('files of a zip archive; hashes are of their content, whatever they are packed in', async () => {
    const archive = put('original.zip', ZIP_ARCHIVES.normal)
    const options = { validation: 1, classes: 2 }
    const zipped = await load({ train: join(archive, 'train.amat'), test: join(archive, 'test.amat'), ...options })
    expect([...zipped.train.rows([0])]).toEqual([0.5, 0.25])
    // printf '0.5 0.25 1\n0 1 0\n' | sha256sum
    expect(zipped.hashes['train']).toBe('3f3d0d7232755ebce0b8b5ea883ca75e5894b30c47ac02274be4113015065734')
    const plain = put('plain.amat', '0.5 0.25 1\n0 1 0\n')
    const unzipped = await load({ train: plain, test: join(archive, 'test.amat'), ...options })
    expect(unzipped.hashes).toEqual(zipped.hashes)
  })

  test('without labels the last number is one like all others', async () => {
    const { spec } = await load({
      train: put('x', '0 0.5\n0.5 1\n'),
      test: put('y', '0 1\n'),
      labels: false,
      validation: 1,
    })
    expect(spec).toEqual({ dimensions: 2, range: [0, 1] })
  })

  test('where its files are', async () => {
    const source = amat(amatOptions.parse({ train, test: join(home, 'nowhere') }))
    expect(await source.files!()).toEqual([{ name: 'train', path: train }, { name: 'test' }])
  })
})

describe('what is refused', () => {
  test('fewer lines than are to validate on, which by default are 2000', async () => {
    const error = await refusalOf(() => load({ train, test: tested }))
    expect(error).toMatchObject({
      code: 'too-few-examples',
      place: { source: train },
      expected: 'more than 2000 examples',
    })
  })

  test('numbers beyond [0, 1], unless the range says otherwise', async () => {
    const wide = put('wide.amat', '0 2 0\n-1 0 1\n0 0 1\n')
    const error = await refusalOf(() => load({ train: wide, test: wide, validation: 1 }))
    expect(error).toMatchObject({ code: 'out-of-range' })
    expect((await load({ train: wide, test: wide, validation: 1, range: [-1, 2] })).spec.range).toEqual([-1, 2])
    expect((await load({ train: wide, test: wide, validation: 1, clip: true })).notes).toEqual([
      '4 numbers beyond the range were set to its ends',
    ])
  })

  test('transposed pictures of no size, and files of other sizes', async () => {
    expect((await refusalOf(() => load({ train, test: tested, transposed: true }))).code).toBe('invalid-option')
    expect((await refusalOf(() => load({ train, test: put('short.amat', '0 0\n1 1\n'), validation: 1 }))).code).toBe(
      'mismatched-files',
    )
  })

  test('an aborted load ends with the reason', async () => {
    const controller = new AbortController()
    const reason = new Error('stopped')
    const stop = () => controller.abort(reason)
    const source = amat(amatOptions.parse({ train, test: tested, validation: 4 }))
    await expect(source.load(stop, controller.signal)).rejects.toBe(reason)
  })
})
