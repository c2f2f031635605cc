import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { parseDecimal } from './parse-decimal.js'

const parse = (text: string): number => parseDecimal(Buffer.from(text, 'latin1'), 0, text.length)
const digits = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'00012345678999'), maxLength })

test('is what JavaScript reads, to the last bit', () => {
  const exponent = fc.oneof(
    fc.constant(''),
    fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.integer({ min: 0, max: 330 })).map((parts) => parts.join('')),
  )
  const number = fc
    .tuple(fc.constantFrom('', '-', '+'), digits(22), fc.constantFrom('', '.'), digits(22), exponent)
    .filter(([, whole, , fraction]) => whole !== '' || fraction !== '')
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(number, (text) => {
      // 0 and −0 are the same to whoever trains.
      expect(parse(text) + 0).toBe(Number(text) + 0)
    }),
    { numRuns: 10_000 },
  )
})

test('every double as it is printed, in any of the usual ways', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parse(String(value)) + 0).toBe(value + 0)
      expect(parse(value.toExponential(18)) + 0).toBe(value + 0)
      const short = value.toPrecision(9)
      expect(parse(short) + 0).toBe(Number(short) + 0)
    }),
    { numRuns: 3000 },
  )
})

test.each([
  '',
  '.',
  '+',
  '-',
  'e5',
  '1e',
  '1e+',
  '1.2.3',
  '0x10',
  'nan',
  'Infinity',
  '1,5',
  '1_0',
  '--1',
  '1e5.',
  '５',
])('"%s" is no number', (text) => {
  expect(parse(text)).toBeNaN()
})

test('what is too large for a double is infinite, as JavaScript has it', () => {
  expect(parse('1e999')).toBe(Infinity)
  expect(parse('-1e99999999999')).toBe(-Infinity)
  expect(parse('0e99999999999')).toBe(0)
})

test('reads the given bytes alone', () => {
  expect(parseDecimal(Buffer.from('99 0.125 7'), 3, 8)).toBe(0.125)
})
