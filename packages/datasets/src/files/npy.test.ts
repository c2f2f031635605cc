import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { FUZZ_RUNS, damagedCopies, joined, parsedOrRefused, refusalOf } from './hostile-files.fixture.js'
import { NPY_FILES, NPY_TYPES } from './npy-files.fixture.js'
import { parseNpy } from './npy.js'

describe('what numpy wrote', () => {
  test.each(Object.entries(NPY_TYPES))('%s', (type, bytes) => {
    const { shape, data, ...rest } = parseNpy(bytes, type)
    expect([shape, [...data], rest.type]).toEqual([[2, 3], [0, 1, 2, 3, 4, 5], type.slice(1)])
  })

  test.each([
    ['bool', [2, 3], [0, 1, 0, 1, 0, 1]],
    ['fortran', [2, 3], [0, 1, 2, 3, 4, 5]],
    ['fortran3', [2, 3, 4], Array.from({ length: 24 }, (_, i) => i)],
    ['v2', [2, 3], [0, 1, 2, 3, 4, 5]],
    ['v3', [2, 3], [0, 1, 2, 3, 4, 5]],
    // As numpy widens them.
    ['half', [5], [0.0999755859375, -2, 65504, 5.960464477539063e-8, 6.097555160522461e-5]],
    ['i8', [3], [2 ** 40, -(2 ** 53), -1]],
    ['scalar', [], [1.5]],
    ['empty', [0, 3], []],
  ] as const)('%s', (name, shape, numbers) => {
    const { data, ...array } = parseNpy(NPY_FILES[name], name)
    expect([array.shape, [...data]]).toEqual([shape, numbers])
  })

  test.each([
    ['object', /pickled objects/],
    ['record', /records/],
    ['text', /"<U3"/],
    ['complex', /"<c16"/],
  ] as const)('%s is refused', async (name, message) => {
    const error = await refusalOf(() => parseNpy(NPY_FILES[name], 'x.npy'))
    expect(error).toMatchObject({ code: 'invalid-npy', place: { source: 'x.npy' } })
    expect(error.message).toMatch(message)
  })
})

/** A file of version 1 with this header; not padded, which readers must not count on. */
function npy(header: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const length = header.length
  return joined(
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8),
    Buffer.from(header, 'latin1'),
    data,
  )
}

describe('what is refused', () => {
  const whole = NPY_TYPES['<f4']
  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /the file is empty/],
    ['a pickle', Uint8Array.of(0x80, 4, 0x95, 0, 0, 0), /a pickle: it is not read/],
    ['another format', Buffer.from('PK\x03\x04....'), /no .npy file: it begins with 50 4b 03 04/],
    ['another version', whole.with(6, 4), /version 4.0/],
    ['the magic number alone', whole.subarray(0, 6), /version undefined/],
    ['a header cut short', whole.subarray(0, 60), /within its header/],
    ['numbers cut short', whole.subarray(0, -1), /cut short: 23 bytes follow/],
    ['a number too many', joined(whole, new Uint8Array(4)), /too long: 28 bytes follow/],
    ['a header of 4 GB', joined(NPY_FILES.v2.subarray(0, 8), new Uint8Array(4).fill(255)), /claims 4294967295 bytes/],
    [
      'a shape beyond all memory',
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4294967296)}"),
      /cut short: 0 bytes/,
    ],
    ['a negative size', npy("{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}"), /cannot be understood/],
    ['a shape that is a number', npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1)}"), /shape cannot/],
    ['a missing key', npy("{'descr': '|u1', 'shape': (1,)}"), /cannot be understood/],
    ['a key twice', npy("{'descr': '|u1', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}"), /twice/],
    ['one key more', npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'x': True}"), /cannot be/],
    ['a program', npy("__import__('os').system('true')"), /no Python dict/],
    [
      'an order of bytes that is not said',
      npy("{'descr': '=f4', 'fortran_order': False, 'shape': ()}"),
      /order of bytes/,
    ],
    ['a truth that is neither', NPY_FILES.bool.with(-1 + NPY_FILES.bool.length, 2), /neither 0 nor 1/],
  ])('%s', async (_, bytes, message) => {
    const error = await refusalOf(() => parseNpy(bytes, 'x.npy'))
    expect(error.message).toMatch(message)
  })
})

const VIEWS = {
  f4: Float32Array,
  f8: Float64Array,
  i4: Int32Array,
  u2: Uint16Array,
  u1: Uint8Array,
} as const

test('reads back what is written, in both orders of the axes', () => {
  const array = fc
    .tuple(fc.constantFrom('f4', 'f8', 'i4', 'u2', 'u1'), fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }))
    .chain(([type, shape]) => {
      const count = shape.reduce((product, size) => product * size, 1)
      const numbers = fc.array(fc.nat(250), { minLength: count, maxLength: count })
      return fc.record({ type: fc.constant(type), shape: fc.constant(shape), numbers, fortran: fc.boolean() })
    })
  fc.assert(
    fc.property(array, ({ type, shape, numbers, fortran }) => {
      const order = type === 'u1' ? '|' : '<'
      const tuple = `(${shape.map((size) => `${size},`).join(' ')})`
      const header = `{'descr': '${order}${type}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}}\n`
      const data = new Uint8Array(VIEWS[type as 'f4'].from(numbers).buffer)
      const found = parseNpy(npy(header, data), 'x')
      expect(found.shape).toEqual(shape)
      // Where index (i, j, k) stands with the first one fastest: i + a (j + b k).
      const expected = numbers.map((_, to) => {
        let [rest, from] = [to, 0]
        const index = shape.toReversed().map((size) => {
          const digit = rest % size
          rest = Math.floor(rest / size)
          return digit
        })
        for (const [axis, digit] of index.entries()) from = from * shape.at(-1 - axis)! + digit
        return numbers[fortran ? from : to]
      })
      expect([...found.data]).toEqual(expected)
    }),
    { numRuns: 1000 },
  )
})

test('damaged files are refused, or hold exactly as many numbers as they say', () => {
  const files = [...Object.values(NPY_TYPES), ...Object.values(NPY_FILES)]
  const any = fc.oneof(
    { weight: 9, arbitrary: damagedCopies(files) },
    fc.uint8Array({ maxLength: 80 }).map((bytes) => joined(files[0]!.subarray(0, 8), bytes)),
    fc.uint8Array({ maxLength: 80 }),
    fc.string({ unit: fc.constantFrom(..."{}()':,descrfotan_shapTueFl<>|0123456789 ") }).map((header) => npy(header)),
  )
  fc.assert(
    fc.property(any, (bytes) => {
      const array = parsedOrRefused(() => parseNpy(bytes, 'fuzz'))
      if (array === undefined) return
      expect(array.data.length).toBe(array.shape.reduce((product, size) => product * size, 1))
      // One of the files it comes from, changed in its numbers alone: its shape is in the text of the header.
      const text = Buffer.from(bytes).toString('latin1').replaceAll(/[\sL]/g, '')
      expect(text).toMatch(new RegExp(`['"]shape['"]:\\(${array.shape.map((size) => `0*${size}`).join(',')},?\\)`))
    }),
    { numRuns: FUZZ_RUNS },
  )
})
