import { HourglassError } from '@hourglass/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { encodeIdx } from './encode-idx.js'
import { type IdxArray, parseIdx } from './idx.js'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

function refusal(file: Uint8Array): HourglassError {
  try {
    parseIdx(file, 'some-file')
  } catch (error) {
    expect(error).toBeInstanceOf(HourglassError)
    expect(error).toMatchObject({ code: 'invalid-idx', place: { source: 'some-file' } })
    expect((error as HourglassError).expected).toBeTruthy()
    expect((error as HourglassError).remedy).toBeTruthy()
    return error as HourglassError
  }
  throw new Error('the file was accepted')
}

test('reads a file written by hand after the format’s description', () => {
  expect(parseIdx(bytes('00000801 00000003 070809'), 'labels')).toEqual({ dimensions: [3], data: bytes('070809') })
  const images = parseIdx(bytes('00000803 00000002 00000001 00000002 0a0b0c0d'), 'images')
  expect(images).toEqual({ dimensions: [2, 1, 2], data: bytes('0a0b0c0d') })
})

test('reads a view into a larger buffer', () => {
  const whole = bytes('ffff 00000801 00000001 05 ffff')
  expect(parseIdx(whole.subarray(2, -2), 'view').data).toEqual(Uint8Array.of(5))
})

test.each([
  ['', 'ends after 0 bytes, within its magic number'],
  ['000008', 'ends after 3 bytes, within its magic number'],
  ['1f8b0800', 'not an IDX file: it begins with 1f 8b 08 00'],
  ['00000d01 00000001 00000000', 'the elements are 32-bit floats (type 0d)'],
  ['00000701 00000001 00', 'of an unknown type (type 07)'],
  ['00000800', 'names no dimensions'],
  ['00000802 00000001', 'ends after 8 bytes, within its header'],
  ['000008ff', 'ends after 4 bytes, within its header'],
  ['00000801 00000003 0708', 'cut short: 2 bytes of data follow'],
  ['00000801 00000003 07080900', 'too long: 4 bytes of data follow'],
])('refuses %s', (hex, message) => {
  expect(refusal(bytes(hex)).message).toContain(message)
})

test('a header that claims more than any memory holds is refused by its number, not believed', () => {
  const error = refusal(bytes('00000803 ffffffff ffffffff ffffffff 00'))
  expect(error.expected).toContain(
    '4294967295 × 4294967295 × 4294967295 = 79,228,162,458,924,105,385,300,197,375 bytes',
  )
  expect(refusal(Uint8Array.from([...bytes('000008ff'), ...new Uint8Array(4 * 255 + 1).fill(255)])).code).toBe(
    'invalid-idx',
  )
})

const file = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }).chain((dimensions) => {
  const length = dimensions.reduce((product, size) => product * size, 1)
  const data = fc.uint8Array({ minLength: length, maxLength: length })
  return data.map((data): IdxArray => ({ dimensions, data }))
})

test('reads back whatever is written', () => {
  fc.assert(fc.property(file, (array) => void expect(parseIdx(encodeIdx(array), 'file')).toEqual(array)))
})

/** A damaged copy: one byte changed, the end cut off, or something inserted. */
const damaged = fc
  .tuple(file, fc.constantFrom('change', 'cut', 'insert'), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 40 }))
  .map(([array, how, at, extra]) => {
    const whole = encodeIdx(array)
    const place = at % whole.length
    const copy =
      how === 'change'
        ? whole.with(place, extra[0]!)
        : how === 'cut'
          ? whole.subarray(0, place)
          : Uint8Array.from([...whole.subarray(0, place), ...extra, ...whole.subarray(place)])
    return { array, how, copy }
  })

test('damage is refused, or it is in the data alone; nothing else is ever thrown', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(damaged, ({ array, how, copy }) => {
      try {
        const { dimensions, data } = parseIdx(copy, 'file')
        // An insertion into the header can make another file that is whole; it must then be exactly what it says.
        if (how === 'insert') expect(encodeIdx({ dimensions, data })).toEqual(copy)
        else expect(dimensions).toEqual(array.dimensions)
      } catch (error) {
        if (!(error instanceof HourglassError)) throw error
      }
    }),
    { numRuns: 3000 },
  )
})

test('any bytes at all are parsed or refused', () => {
  const headed = fc.uint8Array({ maxLength: 60 }).map((rest) => Uint8Array.from([0, 0, 8, ...rest]))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), headed), (any) => {
      try {
        expect(encodeIdx(parseIdx(any, 'file'))).toEqual(any)
      } catch (error) {
        if (!(error instanceof HourglassError)) throw error
      }
    }),
    { numRuns: 2000 },
  )
})
