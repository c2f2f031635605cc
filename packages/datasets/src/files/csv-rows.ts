import { pipeline } from 'node:stream/promises'

import { HourglassError } from '@hourglass/core'
import { CsvError, parse, type Parser } from 'csv-parse'

import { type Examples, MAX_DIMENSIONS } from './examples.js'
import { LabelCollector } from './labels.js'
import { NumberBlocks } from './number-blocks.js'

export interface CsvSettings {
  /** The file, for messages. */
  readonly source: string
  readonly delimiter: string
  /** auto: the first line is one where none of its cells, that of the label aside, is a number. */
  readonly header: boolean | 'auto'
  /** The column of the labels: its name, or its place from 0, or from −1 for the last. */
  readonly label?: string | number
  /** Columns that are no part of an example. */
  readonly ignore: readonly (string | number)[]
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
/** Characters in one record: an open quotation mark would swallow the file. */
const MAX_RECORD = 2 ** 26

interface Layout {
  readonly width: number
  /** The columns of an example, and of its label. */
  readonly numbers: readonly number[]
  readonly label: number | undefined
  readonly names: readonly string[] | undefined
}

/**
 * Reads comma-separated values (RFC 4180; another delimiter can be given) as examples: all columns but that of the label
 * and those ignored are numbers. Lines end with LF or CR LF; a byte-order mark and empty lines are passed over.
 *
 * @throws HourglassError `invalid-csv` with line and column, `too-much-data`
 */
export async function readCsv(chunks: AsyncIterable<Uint8Array>, settings: CsvSettings): Promise<Examples> {
  const { source, delimiter } = settings
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
  })
  const feeding = pipeline(onlyText(chunks, source), parser)
  // The loop below throws the same error; without this line the process would end of it first.
  feeding.catch(() => {})
  try {
    const examples = await collect(parser, settings)
    await feeding
    return examples
  } catch (cause) {
    if (cause instanceof CsvError) throw explained(cause, source)
    throw cause
  } finally {
    parser.destroy()
    await feeding.catch(() => {})
  }
}

async function collect(parser: Parser, settings: CsvSettings): Promise<Examples> {
  const { source } = settings
  const labels = new LabelCollector()
  let layout: Layout | undefined
  let blocks: NumberBlocks | undefined
  let row = new Float32Array(0)
  for await (const { record: cells, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    const line = info.lines
    if (layout === undefined) {
      layout = layOut(cells, line, settings)
      blocks = new NumberBlocks(layout.numbers.length, source)
      row = new Float32Array(layout.numbers.length)
      if (layout.names !== undefined) continue
    }
    if (cells.length !== layout.width)
      throw refuse(source, `the line has ${cells.length} cells`, `${layout.width} cells, as in the first line`, line)
    for (let j = 0; j < row.length; j++)
      row[j] = readCell(cells[layout.numbers[j]!]!, layout.numbers[j]!, line, layout, source)
    blocks!.append(row)
    if (layout.label !== undefined) addLabel(labels, cells[layout.label]!, layout.label, line, source)
  }
  if (layout === undefined || blocks!.count === 0)
    throw refuse(source, 'the file holds no example', 'a line of numbers for each example')
  return {
    count: blocks!.count,
    dimensions: row.length,
    values: blocks!.take(),
    source,
    ...(layout.label !== undefined && { labels: labels.finish() }),
  }
}

function readCell(cell: string, column: number, line: number, { names }: Layout, source: string): number {
  const text = cell.trim()
  const value = NUMBER.test(text) ? Math.fround(Number(text)) : Number.NaN
  if (Math.abs(value) < Infinity) return value
  const name = names === undefined ? '' : ` ("${names[column]}")`
  const what = text === '' ? 'is empty' : `is ${JSON.stringify(text.slice(0, 40))}`
  const expected = NUMBER.test(text) ? 'a number within float32, up to 3.4e38' : 'a finite number, such as 0.25 or 1e-3'
  throw refuse(source, `cell ${column + 1}${name} ${what}`, expected, line)
}

function addLabel(labels: LabelCollector, cell: string, column: number, line: number, source: string): void {
  const text = cell.trim()
  if (text === '') throw refuse(source, `the label, in cell ${column + 1}, is empty`, 'an integer or a name', line)
  if (text.includes('\ufffd')) throw notUtf8(source, line)
  if (!labels.add(text))
    throw refuse(
      source,
      `the label ${JSON.stringify(text.slice(0, 40))} is the 257th different one`,
      'up to 256 classes',
      line,
    )
}

function layOut(cells: readonly string[], line: number, settings: CsvSettings): Layout {
  const { source, header, label, ignore } = settings
  const width = cells.length
  if (width > MAX_DIMENSIONS) throw refuse(source, `the line has ${width} cells`, `at most ${MAX_DIMENSIONS}`, line)
  const names = cells.map((cell) => cell.trim())
  const byName = [label, ...ignore].find((column) => typeof column === 'string')
  const find = (column: string | number): number => {
    const place = typeof column === 'number' ? (column < 0 ? width + column : column) : names.indexOf(column)
    const twice = typeof column === 'string' && names.lastIndexOf(column) !== place
    if (place >= 0 && place < width && !twice) return place
    const some = typeof column === 'number' ? `0 … ${width - 1}, or -1 for the last` : names.slice(0, 20).join(', ')
    throw refuse(source, `there is ${twice ? 'more than one' : 'no'} column ${JSON.stringify(column)}`, some, line)
  }
  if (byName !== undefined && header === false)
    throw refuse(source, `column ${JSON.stringify(byName)} is named, but there is no header`, 'the place of the column')
  const labelled = label === undefined ? undefined : find(label)
  const ignored = new Set(ignore.map(find))
  const numbers = names.flatMap((_, column) => (column === labelled || ignored.has(column) ? [] : [column]))
  if (numbers.length === 0) throw refuse(source, 'no column is left for the examples', 'at least one', line)
  const named = header === 'auto' ? byName !== undefined || areNames(numbers.map((column) => names[column]!)) : header
  if (named === undefined)
    throw refuse(
      source,
      'the first line is neither all numbers nor all names',
      '`header: true` or `header: false`',
      line,
    )
  if (named && names.some((name) => name.includes('\ufffd'))) throw notUtf8(source, line)
  return { width, numbers, label: labelled, names: named ? names : undefined }
}

/** Undefined where some are and some are not: then the first example, with a hole in it, would be lost as a header. */
function areNames(cells: readonly string[]): boolean | undefined {
  const names = cells.filter((cell) => cell !== '' && !NUMBER.test(cell) && !/^[+-]?(nan|inf(inity)?)$/i.test(cell))
  return names.length === cells.length ? true : names.length === 0 ? false : undefined
}

/** Passes bytes on as long as they can be text: UTF-16 and binary files hold zeros. */
async function* onlyText(chunks: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<Uint8Array> {
  let first = true
  for await (const chunk of chunks) {
    const marked = first && ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff))
    if (marked || chunk.includes(0))
      throw refuse(source, 'the text is not in UTF-8 (it looks like UTF-16, or like no text)', 'a file saved as UTF-8')
    first = false
    yield chunk
  }
}

function notUtf8(source: string, line: number): HourglassError {
  return refuse(source, 'a name holds characters that are not UTF-8', 'a file saved as UTF-8', line)
}

function explained(error: CsvError, source: string): HourglassError {
  const line = typeof error['lines'] === 'number' ? error['lines'] : undefined
  return refuse(source, error.message.replace(/\.$/, ''), 'comma-separated values as in RFC 4180', line, error)
}

function refuse(source: string, message: string, expected: string, line?: number, cause?: unknown): HourglassError {
  return new HourglassError('invalid-csv', message, {
    place: { source, ...(line !== undefined && { line }) },
    expected,
    remedy: 'mend the file, or check the options `delimiter`, `header`, `label` and `ignore`',
    cause,
  })
}
