import type { HourglassError } from '@hourglass/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { AmatParser, type AmatSettings } from './amat-parser.js'
import type { Examples } from './examples.js'
import { FUZZ_RUNS, damagedCopies, parsedOrRefused, refusalOf } from './hostile-files.fixture.js'

function parse(text: string | Uint8Array, settings: Partial<AmatSettings> = {}, cut = Infinity): Examples {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
  const parser = new AmatParser({ source: 'some.amat', labels: true, ...settings })
  for (let at = 0; at < bytes.length; at += cut) parser.push(bytes.subarray(at, at + cut))
  return parser.finish()
}

const plain = ({ values, labels, count, dimensions }: Examples) => ({
  rows: Array.from({ length: count }, (_, row) =>
    // 0 and −0 are one.
    Array.from(values.subarray(row * dimensions, (row + 1) * dimensions), (value) => value + 0),
  ),
  labels: labels && Array.from(labels.codes, (code) => Number(labels.names[code])),
})

// The lines of the original archives look like this, with 784 numbers: http://www.iro.umontreal.ca/~lisa/icml2007data.
const ORIGINAL = [
  '0 0 0.011764706 0.99609375 5.0000000000000000e+00',
  '0.0 1.0 3.906250000000000000e-03 0 0.0000000000000000e+00 ',
].join('\n')

describe('what is read', () => {
  test('lines of numbers, the label last', () => {
    const rows = [
      [0, 0, 0.011764706, 0.99609375],
      [0, 1, 0.00390625, 0],
    ].map((row) => row.map(Math.fround))
    expect(plain(parse(ORIGINAL, { dimensions: 4 }))).toEqual({ rows, labels: [5, 0] })
    // Without knowing how many numbers there will be, too.
    expect(plain(parse(ORIGINAL))).toEqual({ rows, labels: [5, 0] })
    expect(plain(parse('0.5 1\n0.25 0\n', { labels: false }))).toEqual({
      rows: [
        [0.5, 1],
        [0.25, 0],
      ],
      labels: undefined,
    })
  })

  test.each([
    ['CR LF', '1 2 3\r\n4 5 6\r\n'],
    ['CR', '1 2 3\r4 5 6'],
    ['tabs, blanks and empty lines', '\n\n  1\t2   3 \n\n4 5 6\n\n'],
    ['a byte-order mark', '\xef\xbb\xbf1 2 3\n4 5 6'],
    ['a byte-order mark before a comment', '\xef\xbb\xbf# made by hand\n1 2 3\n4 5 6'],
    ['a comment of many names', `#: ${'name '.repeat(2000)}\n1 2 3\n4 5 6`],
    ['comments', '# made by hand\n#size: 2 3\n1 2 3\n#: names\n4 5 6'],
  ])('%s', (_, text) => {
    const expected = {
      rows: [
        [1, 2],
        [4, 5],
      ],
      labels: [3, 6],
    }
    for (const cut of [1, 2, 3, 5, Infinity]) expect(plain(parse(text, {}, cut))).toEqual(expected)
  })

  test('pictures that are stored column by column', () => {
    // 2 × 3: the file holds (0,0), (1,0), (0,1), (1,1), (0,2), (1,2).
    const places = Int32Array.of(0, 3, 1, 4, 2, 5)
    const { rows } = plain(parse('11 21 12 22 13 23 1', { dimensions: 6, places }))
    expect(rows).toEqual([[11, 12, 13, 21, 22, 23]])
  })
})

describe('what is refused, and where', () => {
  const nothing: Partial<AmatSettings> = {}
  test.each<[string, string, RegExp, number | undefined, number | undefined, Partial<AmatSettings>]>([
    ['nothing', '', /no example/, undefined, undefined, nothing],
    ['blank lines', '\n \n', /no example/, undefined, undefined, nothing],
    ['a word', '1 2 0\n3 four 1', /number 2 of the line, "four", is not a number/, 2, 3, nothing],
    ['NaN', '1 2 0\n\n3 nan 1', /number 2 of the line, "nan", is not finite/, 3, 3, nothing],
    ['an infinity', '-inf 2 0', /number 1 of the line, "-inf", is not finite/, 1, 1, nothing],
    ['more than float32', '1 1e39 0', /number 2 of the line, "1e39", is too large/, 1, 3, nothing],
    ['a line too short', '1 2 0\n1 0\n', /the line has 2 numbers/, 2, 5, nothing],
    ['the last line cut off', '1 2 0\n1', /the line has 1 numbers/, 2, 2, nothing],
    ['a line too long', '1 2 0\r\n1 2 3 0', /more than 3 numbers/, 2, 7, nothing],
    ['another size than that of pictures', '1 2 0', /the line has 3 numbers/, 1, 6, { dimensions: 4 }],
    ['commas', '1,2,0', /"1,2,0", is not a number/, 1, 1, nothing],
    ['a fraction for a label', '1 2 0.5', /0.5, is no label/, 1, 8, nothing],
    ['a label alone', '5', /the line has one number/, 1, 1, nothing],
    ['a byte-order mark alone', '\xef\xbb\xbf', /no example/, undefined, undefined, nothing],
    ['half of one', '\xef\xbb', /is not a number/, 1, 1, nothing],
    ['one within', '1 2 0\n\xef\xbb\xbf1 2 0', /is not a number/, 2, 1, nothing],
    ['UTF-16', '\xff\xfe1\0 \x002\0', /UTF-16/, 1, 1, nothing],
    ['zeros', '1 2 0\n\0\0\0', /UTF-16/, 2, 1, nothing],
    ['a lie about lines', '#size: 3 3\n1 2 0\n', /says that it has 3 lines; it has 1/, undefined, undefined, nothing],
    ['a lie about numbers', '#size: 1 4\n1 2 0\n', /says that a line has 4 numbers; it has 3/, 2, 1, nothing],
    ['a word without end', `1 ${'2'.repeat(500)}`, /500 bytes without a blank/, 1, 3, nothing],
  ])('%s', async (_, text, message, line, column, settings) => {
    for (const cut of [Infinity, 450, 7]) {
      const error = await refusalOf(() => parse(text, settings, cut))
      expect(error).toMatchObject({ code: 'invalid-amat', place: { source: 'some.amat' } })
      expect(error.place!.line).toBe(line)
      if (cut !== Infinity && text.length > 400) continue
      expect(error.message).toMatch(message)
      expect(error.place!.column).toBe(column)
    }
  })

  test('more classes than a byte counts', async () => {
    const text = Array.from({ length: 257 }, (_, label) => `0 ${label}`).join('\n')
    expect(await refusalOf(() => parse(text))).toMatchObject({ place: { line: 257 } })
  })
})

const number = fc.oneof(
  fc.double({ min: -1e30, max: 1e30, noNaN: true }).map((value) => ({ value, text: String(value) })),
  fc.nat(255).map((byte) => ({ value: byte / 255, text: (byte / 255).toExponential(18) })),
  fc.constantFrom('0', '1', '0.0', '1.000000000000000000e+00').map((text) => ({ value: Number(text), text })),
)
const table = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })).chain(([count, dimensions]) =>
  fc.record({
    numbers: fc.array(fc.array(number, { minLength: dimensions, maxLength: dimensions }), {
      minLength: count,
      maxLength: count,
    }),
    labels: fc.array(fc.nat(9), { minLength: count, maxLength: count }),
    blank: fc.constantFrom(' ', '\t', '  '),
    end: fc.constantFrom('\n', '\r\n', '\r', ' \n\n'),
  }),
)

test('reads what was written, wherever the pieces are cut', () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 50 }), ({ numbers, labels, blank, end }, cut) => {
      const lines = numbers.map((row, i) => [...row.map(({ text }) => text), labels[i]].join(blank))
      const rows = numbers.map((row) => row.map(({ value }) => Math.fround(value) + 0))
      expect(plain(parse(lines.join(end), {}, cut))).toEqual({ rows, labels })
    }),
    { numRuns: 1000 },
  )
})

/** What the format means, by the slow way of strings: undefined where something in it is no table of numbers. */
function bySlowWay(bytes: Uint8Array): ReturnType<typeof plain> | undefined {
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .split(/\r\n|\r|\n/)
  const rows = lines
    .filter((line) => !/^[ \t]*#/.test(line))
    .map((line) => line.split(/[ \t]+/).filter((word) => word !== ''))
    .filter((words) => words.length > 0)
  const grammar = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
  const width = rows[0]?.length ?? 0
  if (width < 2 || rows.some((row) => row.length !== width || row.some((word) => !grammar.test(word)))) return undefined
  const numbers = rows.map((row) => row.map(Number))
  if (numbers.some((row) => !row.every((value) => Math.abs(Math.fround(value)) < Infinity))) return undefined
  const labels = numbers.map((row) => row.at(-1)! + 0)
  if (!labels.every((label) => Number.isSafeInteger(label))) return undefined
  return { rows: numbers.map((row) => row.slice(0, -1).map((value) => Math.fround(value) + 0)), labels }
}

test('damaged files and any bytes are read as they stand, or refused, in one piece or in many', () => {
  const files = [ORIGINAL, '1 2 3\r\n4 5 6\r\n', '#size: 2 3\n0.5 1 0\n0.25 0 1\n', '\xef\xbb\xbf7 1\n8 2'].map(
    (text) => Buffer.from(text, 'latin1'),
  )
  const letters = fc.constantFrom(...'0123456789.eE+- \t\r\n#nan\xff\0'.split(''))
  const any = fc.oneof(
    damagedCopies(files),
    fc.string({ unit: letters, maxLength: 40 }).map((text) => Buffer.from(text, 'latin1')),
    fc.uint8Array({ maxLength: 40 }),
  )
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 9 }), (bytes, cut) => {
      const found = parsedOrRefused(() => plain(parse(bytes)))
      let piecewise: ReturnType<typeof plain> | undefined
      const refused = (error: HourglassError): string => `${error.message} ${JSON.stringify(error.place)}`
      let [whole, pieces] = ['', '']
      try {
        parse(bytes)
      } catch (error) {
        whole = refused(error as HourglassError)
      }
      try {
        piecewise = plain(parse(bytes, {}, cut))
      } catch (error) {
        pieces = refused(error as HourglassError)
      }
      expect([piecewise, pieces]).toEqual([found, whole])
      const sized = Buffer.from(bytes).includes('#size:')
      if (found !== undefined) expect(found).toEqual(bySlowWay(bytes))
      else if (!sized) expect(bySlowWay(bytes)).toBeUndefined()
    }),
    { numRuns: FUZZ_RUNS },
  )
})
