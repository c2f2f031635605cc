import { DATASET, definePlugin } from '@hourglass/core'
import { testDataset } from '@hourglass/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { arrayDataset, type ArrayDatasetOptions } from './array-dataset.js'
import { refusalOf } from './hostile-files.fixture.js'

const points = Array.from({ length: 50 }, (_, i) => [i, i * i, 0.5])
const sides = points.map((_, i) => (i < 25 ? 'left' : 'right'))

const plugin = definePlugin({
  name: 'mine',
  apiVersion: 1,
  register: (registry) =>
    registry.add(DATASET, 'mine', {
      summary: 'points on a parabola',
      options: z.strictObject({ seed: z.number().default(0) }),
      create: ({ seed }) => arrayDataset({ name: 'mine', x: points, y: sides, range: [0, 2401], seed }),
    }),
})

testDataset(plugin, 'mine', [{ sizes: { train: 40, validation: 5, test: 5 }, classSizes: [25, 25] }])

const load = (options: Partial<ArrayDatasetOptions>) =>
  arrayDataset({ name: 'mine', x: points, range: [0, 2401], ...options }).load()

describe('what is loaded', () => {
  test('the same from rows, from numbers one after another, and from typed arrays', async () => {
    const first = await load({})
    for (const x of [points.flat(), Float32Array.from(points.flat()), Float64Array.from(points.flat())]) {
      const other = await load({ x, dimensions: 3 })
      expect(other.hashes).toEqual(first.hashes)
      expect(other.train.rows([7])).toEqual(first.train.rows([7]))
    }
    expect(first.spec).toEqual({ dimensions: 3, range: [0, 2401] })
  })

  test('bytes of pictures', async () => {
    const x = Uint8Array.from({ length: 40 }, (_, i) => i)
    const { spec, train, hashes } = await load({ x, image: [2, 2], scale: 'byte', range: undefined })
    expect(spec).toEqual({ dimensions: 4, range: [0, 1], image: [2, 2] })
    expect(train.bytes!.pixels).toEqual(x)
    // python3 -c "import hashlib; print(hashlib.sha256(bytes(range(40))).hexdigest())"
    expect(hashes['x']).toBe('5faa4eec3611556812c2d74b437c8c49add3f910f10063d801441f7d75cd5e3b')
    x.fill(9)
    expect(train.rows([0])[0]).not.toBe(9 / 255)
  })

  test('a test set of its own', async () => {
    const test = { x: [[1, 2, 3]], y: ['right'] }
    const { train, test: tested } = await load({ y: sides, test, validation: 10 })
    expect([train.size, tested.size, [...tested.rows([0])], [...tested.labels!]]).toEqual([40, 1, [1, 2, 3], [1]])
  })
})

describe('what is refused', () => {
  test.each<[string, Partial<ArrayDatasetOptions>, string, RegExp]>([
    ['ragged rows', { x: [[1, 2], [3]] }, 'invalid-array', /example 2 has 1 numbers/],
    ['a row that is missing', { x: [[1, 2], undefined as never] }, 'invalid-array', /example 2 has no numbers/],
    ['no dimensions', { x: [1, 2, 3] }, 'invalid-array', /has 0 numbers/],
    ['half an example', { x: [1, 2, 3], dimensions: 2 }, 'invalid-array', /no whole number of examples/],
    ['nothing', { x: [] }, 'invalid-array', /has 0 numbers/],
    ['NaN', { x: [[1], [NaN]] }, 'invalid-number', /number 1 of example 2 is NaN/],
    ['null', { x: [[1], [null as never]] }, 'invalid-number', /number 1 of example 2/],
    ['text', { x: ['1', '2'] as never, dimensions: 1 }, 'invalid-number', /number 1 of example 1 is 1/],
    ['too large', { x: [[1], [-1e39]] }, 'invalid-number', /example 2/],
    ['too few labels', { y: [0, 1] }, 'mismatched-files', /2 labels for 50 examples/],
    ['a label that is a fraction', { y: points.map((_, i) => i / 2) }, 'invalid-labels', /example 2 is 0.5/],
    ['a label that is missing', { y: [0, undefined as never] }, 'invalid-labels', /example 2 is not there/],
    ['another picture', { image: [2, 2] }, 'invalid-array', /example 1 has 3 numbers/],
    ['an option that is none', { scale: 'twice' as never }, 'invalid-option', /./],
  ])('%s', async (_, options, code, message) => {
    const error = await refusalOf(() => load(options))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
  })
})
