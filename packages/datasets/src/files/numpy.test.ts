import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { testDataset } from '@hourglass/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'

import { filesPlugin } from './files-plugin.fixture.js'
import { refusalOf } from './hostile-files.fixture.js'
import { NPY_FILES, NPY_TYPES } from './npy-files.fixture.js'
import { numpy, numpyOptions } from './numpy.js'

const home = mkdtempSync(join(tmpdir(), 'hourglass-'))
afterAll(() => rmSync(home, { recursive: true }))
const put = (name: string, content: Uint8Array): string => {
  writeFileSync(join(home, name), content)
  return join(home, name)
}
const load = (options: z.input<typeof numpyOptions>) => numpy(numpyOptions.parse(options)).load()

/** x holds 6 pictures of 2 × 2, the numbers 0 … 23; y is 0, 1, 0, 1, 0, 1. */
const npz = put('digits.npz', NPY_FILES.npz)
const [x, y] = [join(npz, 'x'), join(npz, 'y')]

testDataset(filesPlugin, 'numpy', [
  {
    options: { x, y, scale: 'byte', seed: 3 },
    sizes: { train: 4, validation: 1, test: 1 },
    classSizes: [3, 3],
  },
  {
    options: { x, y, xTest: x, yTest: y, validation: 1, range: [0, 23], seed: 1 },
    sizes: { train: 5, validation: 1, test: 6 },
    repeats: true,
    examples: [{ split: 'test', index: 5, row: [20, 21, 22, 23], label: 1 }],
  },
])

describe('what is loaded', () => {
  test('pictures are told by their shape; bytes stay bytes with scale: byte', async () => {
    const { spec, train, hashes, notes } = await load({ x: `${x}.npy`, scale: 'byte' })
    expect(spec).toEqual({ dimensions: 4, range: [0, 1], image: [2, 2] })
    expect([...train.bytes!.pixels]).toEqual(Array.from({ length: 24 }, (_, i) => i))
    expect(Object.keys(hashes)).toEqual(['x'])
    expect(notes).toBeUndefined()
  })

  test('the numbers as they stand, their range told', async () => {
    const { spec, notes } = await load({ x, y, clip: true })
    expect([spec.range[0] >= 0, spec.range[1] <= 23]).toEqual([true, true])
    expect(notes![0]).toMatch(/^the range \[\d+, \d+\] was measured over the training split$/)
  })
})

describe('what is refused', () => {
  test.each<[string, () => z.input<typeof numpyOptions>, string, RegExp]>([
    ['objects', () => ({ x: put('o.npy', NPY_FILES.object) }), 'invalid-npy', /pickled/],
    ['a list of numbers', () => ({ x: y }), 'invalid-npy', /of the shape \(6\)/],
    ['a number', () => ({ x: put('s.npy', NPY_FILES.scalar) }), 'invalid-npy', /of the shape \(\)/],
    ['no example', () => ({ x: put('e.npy', NPY_FILES.empty) }), 'invalid-npy', /of the shape \(0, 3\)/],
    ['labels of pictures', () => ({ x, y: x }), 'mismatched-files', /6 × 2 × 2/],
    ['an array that is not there', () => ({ x: join(npz, 'z') }), 'missing-file', /no file "z"/],
    ['an archive without a name', () => ({ x: npz }), 'missing-file', /it holds 2 files/],
    ['labels of nothing', () => ({ x, yTest: y }), 'invalid-option', /no test examples/],
    ['labels for one set alone', () => ({ x, y, xTest: x }), 'mismatched-files', /only one of the two/],
    ['2 examples, one to train on, none left', () => ({ x: put('f.npy', NPY_TYPES['<f4']) }), 'too-few-examples', /2/],
  ])('%s', async (_, options, code, message) => {
    const error = await refusalOf(() => load(options()))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
  })

  test('NaN, and a double beyond float32, with their place', async () => {
    const floats = Uint8Array.from(NPY_TYPES['<f8'])
    const view = new DataView(floats.buffer, floats.length - 48)
    view.setFloat64(32, NaN, true)
    expect((await refusalOf(() => load({ x: put('n.npy', floats) }))).message).toBe('number 2 of example 2 is NaN')
    view.setFloat64(32, 1e39, true)
    expect((await refusalOf(() => load({ x: put('n.npy', floats) }))).message).toBe('number 2 of example 2 is 1e+39')
  })
})
