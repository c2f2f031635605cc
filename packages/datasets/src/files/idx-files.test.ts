import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { testDataset } from '@hourglass/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'

import { encodeIdx } from '../encode-idx.js'
import { filesPlugin } from './files-plugin.fixture.js'
import { refusalOf } from './hostile-files.fixture.js'
import { idxFiles, idxFilesOptions } from './idx-files.js'

const home = mkdtempSync(join(tmpdir(), 'hourglass-'))
afterAll(() => rmSync(home, { recursive: true }))
const put = (name: string, dimensions: number[], from: number, times = 1): string => {
  const size = dimensions.reduce((product, length) => product * length, 1)
  const data = Uint8Array.from({ length: size }, (_, i) => (times === 1 ? from + i : i % times))
  const bytes = encodeIdx({ dimensions, data })
  writeFileSync(join(home, name), name.endsWith('.gz') ? gzipSync(bytes) : bytes)
  return join(home, name)
}
const load = (options: z.input<typeof idxFilesOptions>) => idxFiles(idxFilesOptions.parse(options)).load()

const images = put('images', [10, 2, 3], 0)
const labels = put('labels.gz', [10], 0, 5)
const testImages = put('test.gz', [5, 2, 3], 100)
const testLabels = put('test-labels', [5], 0, 5)

testDataset(filesPlugin, 'idx', [
  {
    options: { images, labels, testImages, testLabels, validation: 2, classes: 5 },
    sizes: { train: 8, validation: 2, test: 5 },
    classSizes: [3, 3, 3, 3, 3],
    examples: [{ split: 'test', index: 1, row: [106, 107, 108, 109, 110, 111].map((byte) => byte / 255), label: 1 }],
  },
  { options: { images }, sizes: { train: 8, validation: 1, test: 1 } },
])

test('a picture by three sizes, rows of bytes by two', async () => {
  expect((await load({ images, labels, classes: 5 })).spec).toEqual({
    dimensions: 6,
    range: [0, 1],
    image: [2, 3],
    classes: 5,
  })
  expect((await load({ images: put('rows', [4, 6], 0) })).spec).toEqual({ dimensions: 6, range: [0, 1] })
})

describe('what is refused', () => {
  test.each<[string, z.input<typeof idxFilesOptions>, string]>([
    ['labels for pictures', { images: labels }, 'invalid-idx'],
    ['pictures for labels', { images, labels: images }, 'mismatched-files'],
    ['labels of another file', { images, labels: testLabels }, 'mismatched-files'],
    ['test pictures of another size', { images, testImages: put('wide', [5, 2, 4], 0) }, 'mismatched-files'],
    ['test labels without pictures', { images, testLabels }, 'invalid-option'],
    ['a label beyond the classes', { images, labels, classes: 4 }, 'invalid-labels'],
    ['a file that is not there', { images: join(home, 'nowhere') }, 'missing-file'],
  ])('%s', async (_, options, code) => {
    expect((await refusalOf(() => load(options))).code).toBe(code)
  })
})
