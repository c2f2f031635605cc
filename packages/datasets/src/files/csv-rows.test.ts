import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { type CsvSettings, readCsv } from './csv-rows.js'
import type { Examples } from './examples.js'
import { checkRefusal, FUZZ_RUNS, damagedCopies, refusalOf } from './hostile-files.fixture.js'

async function* pieces(bytes: Uint8Array, cut: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += cut) yield bytes.subarray(at, at + cut)
}

const read = (text: string | Uint8Array, settings: Partial<CsvSettings> = {}, cut = 1 << 16): Promise<Examples> =>
  readCsv(pieces(Buffer.from(text as string), cut), {
    source: 'some.csv',
    delimiter: ',',
    header: 'auto',
    ignore: [],
    ...settings,
  })

const plain = ({ values, labels, count, dimensions }: Examples) => ({
  rows: Array.from({ length: count }, (_, row) =>
    // 0 and −0 are one.
    Array.from(values.subarray(row * dimensions, (row + 1) * dimensions), (value) => value + 0),
  ),
  labels: labels && Array.from(labels.codes, (code) => labels.names[code]),
})

const FLOWERS = 'length,width,species\n5.1,3.5,setosa\n7,3.25,versicolor\n6.3,-1e-3,setosa\n'
const ROWS = [[5.1, 3.5].map(Math.fround), [7, 3.25], [6.3, -1e-3].map(Math.fround)]
const SPECIES = ['setosa', 'versicolor', 'setosa']

describe('what is read', () => {
  test.each([
    ['a label by its name', FLOWERS, { label: 'species' }],
    ['by its place', FLOWERS, { label: 2 }],
    ['by its place from the end', FLOWERS, { label: -1 }],
    ['CR LF, a byte-order mark, empty lines', `\ufeff${FLOWERS.replaceAll('\n', '\r\n')}\r\n`, { label: 'species' }],
    ['quotation marks and blanks', FLOWERS.replace('5.1', '" 5.1 "').replace('7', ' 7'), { label: 2 }],
    ['semicolons', FLOWERS.replaceAll(',', ';'), { label: 2, delimiter: ';' }],
    ['no header', FLOWERS.slice(FLOWERS.indexOf('\n') + 1), { label: 2 }],
    ['a column ignored', FLOWERS.replaceAll(/^/gm, 'x,').replace(/x,$/, ''), { label: 'species', ignore: [0] }],
  ] satisfies [string, string, Partial<CsvSettings>][])('%s', async (_, text, settings) => {
    for (const cut of [1, 7, 1 << 16])
      expect(plain(await read(text, settings, cut))).toEqual({ rows: ROWS, labels: SPECIES })
  })

  test('no label, and one number a line', async () => {
    expect(plain(await read('1\n2\n'))).toEqual({ rows: [[1], [2]], labels: undefined })
  })
})

describe('what is refused, and where', () => {
  test.each<[string, string | Uint8Array, Partial<CsvSettings>, number | undefined, RegExp]>([
    ['nothing', '', {}, undefined, /no example/],
    ['a header alone', 'a,b\n', {}, undefined, /no example/],
    ['a word', 'a,b\n1,2\n3,four\n', {}, 3, /cell 2 \("b"\) is "four"/],
    ['a hole', 'a,b\n1,\n', {}, 2, /cell 2 \("b"\) is empty/],
    ['a hole in the first line, which is no header for that', '1,\n2,3\n', {}, 1, /cell 2 is empty/],
    ['a first line that is half a header', 'a,2\n1,2\n', {}, 1, /neither all numbers nor all names/],
    ['NaN', '1,2\nNaN,3\n', {}, 2, /cell 1 is "NaN"/],
    ['an infinity', '1,2\n1,-Infinity\n', {}, 2, /cell 2 is "-Infinity"/],
    ['more than float32', '1,2\n1,1e39\n', {}, 2, /cell 2 is "1e39"/],
    ['hexadecimal digits', '1,2\n1,0x10\n', {}, 2, /cell 2 is "0x10"/],
    ['a decimal comma', '1;2\n1,5;3\n', { delimiter: ';' }, 2, /cell 1 is "1,5"/],
    ['a cell too few', '1,2\n\n3\n', {}, 3, /the line has 1 cells/],
    ['a cell too many', '1,2\n3,4,5\n', {}, 2, /the line has 3 cells/],
    ['a column that is not there', FLOWERS, { label: 'kind' }, 1, /no column "kind"/],
    ['a place that is not there', FLOWERS, { label: 3 }, 1, /no column 3/],
    ['a name that is there twice', 'a,a\n1,2\n', { label: 'a' }, 1, /more than one column "a"/],
    ['a name without a header', '1,2\n', { label: 'a', header: false }, undefined, /no column "a"|no header/],
    ['a label that is empty', '1,a\n2, \n', { label: 1 }, 2, /the label, in cell 2, is empty/],
    ['no column left', 'a\n', { label: 0 }, undefined, /no column is left/],
    ['an open quotation mark', 'a,b\n"1,2\n3,4\n', {}, 3, /quot/i],
    ['a quotation mark within', 'a,b\n1,2"2\n', {}, 2, /quot/i],
    ['UTF-16', Buffer.from('\ufeff1,2\n', 'utf16le'), {}, undefined, /UTF-16/],
    ['UTF-16 without a mark', Buffer.from('1,2\n', 'utf16le'), {}, undefined, /UTF-16/],
    ['Latin-1 in a label', Buffer.from('1,caf\xe9\n2,tea\n', 'latin1'), { label: 1 }, 1, /not UTF-8/],
    ['Latin-1 in a header', Buffer.from('a,caf\xe9\n2,3\n', 'latin1'), {}, 1, /not UTF-8/],
  ])('%s', async (_, text, settings, line, message) => {
    const error = await refusalOf(() => read(text, settings))
    expect(error).toMatchObject({ code: 'invalid-csv', place: { source: 'some.csv' } })
    expect(error.message).toMatch(message)
    if (line !== undefined) expect(error.place!.line).toBe(line)
  })

  test('more classes than a byte counts', async () => {
    const text = Array.from({ length: 257 }, (_, i) => `0,class ${i}`).join('\n')
    expect(await refusalOf(() => read(text, { label: 1 }))).toMatchObject({ place: { line: 257 } })
  })
})

test('reads back what is written', async () => {
  const cell = fc.double({ min: -1e30, max: 1e30, noNaN: true })
  const name = fc.string({ unit: fc.constantFrom(...'abc ,"é\n'), minLength: 1, maxLength: 6 })
  const table = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([count, width]) =>
      fc.array(fc.tuple(fc.array(cell, { minLength: width, maxLength: width }), name), {
        minLength: count,
        maxLength: count,
      }),
    )
    .filter((rows) => rows.every(([, label]) => label.trim() !== ''))
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 30 }), async (rows, cut) => {
      const lines = rows.map(([numbers, label]) => [...numbers, `"${label.replaceAll('"', '""')}"`].join(','))
      const found = plain(await read(lines.join('\n'), { label: -1, header: false }, cut))
      const expected = rows.map(([numbers]) => numbers.map((value) => Math.fround(value) + 0))
      expect(found).toEqual({ rows: expected, labels: rows.map(([, label]) => label.trim()) })
    }),
    { numRuns: 300 },
  )
})

test('damaged files and any text are read, in pieces as in one, or refused', { timeout: 60_000 }, async () => {
  const files = [FLOWERS, '1,2,0\r\n3,4,1\r\n', '"1","2"\n3,"4"\n', '\ufeffa,b\n1e-3,.5\n'].map((text) =>
    Buffer.from(text),
  )
  const any = fc.oneof(
    { weight: 5, arbitrary: damagedCopies(files) },
    fc.string({ unit: fc.constantFrom(...'0123.-e,"\r\n a'), maxLength: 40 }).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 40 }),
  )
  const outcome = async (bytes: Uint8Array, cut: number) => {
    try {
      return plain(await read(bytes, {}, cut))
    } catch (error) {
      checkRefusal(error)
      return 'refused'
    }
  }
  await fc.assert(
    fc.asyncProperty(any, async (bytes) => {
      const found = await outcome(bytes, 1 << 16)
      if (found === 'refused') return
      // What is accepted is a table of numbers, all of them in the text.
      const { rows } = found as ReturnType<typeof plain>
      const text = Buffer.from(bytes).toString()
      const words = new Set((text.match(/[-+\d.eE]+/g) ?? []).map((word) => Math.fround(Number(word)) + 0))
      for (const row of rows) for (const value of row) expect(words.has(value)).toBe(true)
    }),
    { numRuns: FUZZ_RUNS },
  )
  await fc.assert(
    fc.asyncProperty(any, fc.integer({ min: 1, max: 9 }), async (bytes, cut) => {
      expect(await outcome(bytes, cut)).toEqual(await outcome(bytes, 1 << 16))
    }),
    { numRuns: 1000 },
  )
})
