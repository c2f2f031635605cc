import { HourglassError } from '@hourglass/core'

import { type Examples, MAX_DIMENSIONS } from './examples.js'
import { LabelCollector } from './labels.js'
import { NumberBlocks } from './number-blocks.js'
import { parseDecimal } from './parse-decimal.js'

export interface AmatSettings {
  /** The file, for messages. */
  readonly source: string
  /** Whether the last number of a line is its label. */
  readonly labels: boolean
  /** Numbers per example, where they are known beforehand; else the first line tells. */
  readonly dimensions?: number
  /** Where in an example the numbers of a line go, where they stand in another order. */
  readonly places?: Int32Array
}

const [TAB, LINE_FEED, CARRIAGE_RETURN, HASH] = [0x09, 0x0a, 0x0d, 0x23]
/** As editors on Windows put it before UTF-8. */
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf)
/** No number needs more; more is another kind of file. */
const MAX_WORD = 400
const MAX_COMMENT = 2 ** 20

/**
 * Reads the text of an `.amat` file piece by piece: a line for each example, its numbers separated by blanks or tabs,
 * the label last. Empty lines and those that begin with # are passed over, but `#size: lines numbers` is held to be true.
 * Lines end with LF, CR LF or CR. The pieces may be cut anywhere.
 *
 * @throws HourglassError `invalid-amat`, with line and column; `too-much-data`
 */
export class AmatParser {
  readonly #settings: AmatSettings
  readonly #labels = new LabelCollector()
  #blocks?: NumberBlocks
  #row: Float32Array
  /** Numbers of a whole line, its label included; 0 where nobody knows yet. */
  #width: number
  #field = 0
  #label = 0
  #line = 1
  /** Bytes before the piece at hand, and before the line at hand. */
  #before = 0
  #lineStart = 0
  /** A word or a comment that goes on in the next piece. */
  #rest = new Uint8Array(0)
  #size?: readonly [lines: number, numbers: number]
  #returned = false
  #ending = false

  constructor(settings: AmatSettings) {
    this.#settings = settings
    const { dimensions, labels } = settings
    this.#width = dimensions === undefined ? 0 : dimensions + (labels ? 1 : 0)
    this.#row = new Float32Array(dimensions ?? 1024)
  }

  push(piece: Uint8Array): void {
    let bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
    if (this.#rest.length > 0) {
      // From here on the rest counts as part of the piece.
      bytes = Buffer.concat([this.#rest, piece])
      this.#before -= this.#rest.length
      this.#rest = new Uint8Array(0)
    }
    let at = 0
    if (this.#before === 0 && startsAsMark(bytes)) {
      if (bytes.length < BYTE_ORDER_MARK.length && !this.#ending) {
        this.#rest = bytes.slice()
        at = bytes.length
      } else if (bytes.length >= BYTE_ORDER_MARK.length) this.#lineStart = at = BYTE_ORDER_MARK.length
    }
    while (at < bytes.length) {
      const byte = bytes[at]!
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
        if (byte === LINE_FEED && this.#returned) this.#lineStart++
        else this.#endLine(this.#before + at + 1)
        this.#returned = byte === CARRIAGE_RETURN
        at++
        continue
      }
      this.#returned = false
      if (byte === 0x20 || byte === TAB) {
        at++
        continue
      }
      const isComment = byte === HASH && this.#field === 0
      let end = at + 1
      if (isComment) while (end < bytes.length && bytes[end] !== LINE_FEED && bytes[end] !== CARRIAGE_RETURN) end++
      else while (end < bytes.length && bytes[end]! > 0x20) end++
      if (end - at > (isComment ? MAX_COMMENT : MAX_WORD))
        throw this.#refuse(
          `here are ${end - at} bytes without a ${isComment ? 'line end' : 'blank'}`,
          this.#before + at,
        )
      if (end === bytes.length && !this.#ending) {
        this.#rest = bytes.slice(at)
        break
      }
      if (isComment) this.#readComment(bytes.toString('latin1', at, end), this.#before + at)
      else this.#readNumber(bytes, at, end)
      at = end
    }
    this.#before += bytes.length
  }

  /** @throws HourglassError `invalid-amat` */
  finish(): Examples {
    this.#ending = true
    this.push(new Uint8Array(0))
    this.#endLine(this.#before)
    const { source, labels } = this.#settings
    const count = this.#blocks?.count ?? 0
    if (count === 0) throw this.#refuse('the file holds no example')
    const { dimensions } = this.#blocks!
    if (this.#size !== undefined && this.#size[0] !== count)
      throw this.#refuse(`the file says that it has ${this.#size[0]} lines; it has ${count}`)
    const values = this.#blocks!.take()
    return { count, dimensions, values, source, ...(labels && { labels: this.#labels.finish() }) }
  }

  #readNumber(bytes: Buffer, from: number, to: number): void {
    const value = parseDecimal(bytes, from, to)
    const rounded = Math.fround(value)
    const field = this.#field
    // NaN is no number less than infinity either.
    if (!(Math.abs(rounded) < Infinity)) throw this.#notANumber(bytes.subarray(from, to), value, this.#before + from)
    if (this.#width > 0 && field >= this.#width) {
      throw this.#refuse(`the line has more than ${this.#width} numbers`, this.#before + from)
    }
    const isLabel = this.#settings.labels && field === this.#width - 1
    // Of the first line nobody knows which is the last: the label is told apart when the line ends.
    if (isLabel || this.#width === 0) this.#label = value
    if (!isLabel) {
      if (field === this.#row.length) this.#row = grown(this.#row, () => this.#tooWide(this.#before + from))
      const { places } = this.#settings
      this.#row[places === undefined ? field : places[field]!] = rounded
    }
    this.#field++
  }

  #endLine(next: number): void {
    if (this.#field > 0) {
      if (this.#width === 0) this.#width = this.#checkFirst(this.#field)
      if (this.#field < this.#width)
        throw this.#refuse(`the line has ${this.#field} numbers`, next, `${this.#width} numbers in each line`)
      const dimensions = this.#width - (this.#settings.labels ? 1 : 0)
      this.#blocks ??= new NumberBlocks(dimensions, this.#settings.source)
      this.#blocks.append(this.#row.subarray(0, dimensions))
      if (this.#settings.labels) this.#addLabel(next)
      this.#field = 0
    }
    this.#line++
    this.#lineStart = next
  }

  #checkFirst(width: number): number {
    const least = this.#settings.labels ? 2 : 1
    if (width < least) throw this.#refuse('the line has one number', this.#lineStart, 'an example and its label')
    if (this.#size !== undefined && this.#size[1] !== width)
      throw this.#refuse(`the file says that a line has ${this.#size[1]} numbers; it has ${width}`, this.#lineStart)
    return width
  }

  #addLabel(next: number): void {
    const label = this.#label
    if (!Number.isSafeInteger(label))
      throw this.#refuse(
        `the last number of the line, ${label}, is no label`,
        next,
        'an integer, the class, at the end',
      )
    if (!this.#labels.add(label))
      throw this.#refuse('the line has the 257th different label', next, 'up to 256 classes')
  }

  #readComment(text: string, at: number): void {
    const size = /^#size:\s*(\d+)\s+(\d+)\s*$/.exec(text)
    if (size === null) return
    this.#size = [Number(size[1]), Number(size[2])]
    const { dimensions, labels } = this.#settings
    const width = this.#width || (dimensions === undefined ? this.#size[1] : dimensions + (labels ? 1 : 0))
    if (this.#size[1] !== width)
      throw this.#refuse(`the file says that a line has ${this.#size[1]} numbers`, at, `${width} numbers in each line`)
  }

  #notANumber(word: Uint8Array, value: number, at: number): HourglassError {
    const text = JSON.stringify(Buffer.from(word.subarray(0, 40)).toString('latin1'))
    if (word[0]! >= 0xfe || word.includes(0))
      return this.#refuse('the text is not in ASCII or UTF-8 (it looks like UTF-16)', at, 'a file saved as UTF-8')
    const named = /^"[+-]?(nan|inf(inity)?)"$/i.test(text)
    const what = named ? 'is not finite' : Number.isNaN(value) ? 'is not a number' : 'is too large for float32'
    return this.#refuse(`number ${this.#field + 1} of the line, ${text}, ${what}`, at)
  }

  #tooWide(at: number): HourglassError {
    return this.#refuse(`the line has more than ${MAX_DIMENSIONS.toLocaleString('en')} numbers`, at)
  }

  #refuse(message: string, at?: number, expected?: string): HourglassError {
    const { source, labels } = this.#settings
    const each = this.#width > 0 ? `${this.#width} ` : ''
    return new HourglassError('invalid-amat', message, {
      place: { source, ...(at !== undefined && { line: this.#line, column: Math.max(0, at - this.#lineStart) + 1 }) },
      expected: expected ?? `lines of ${each}numbers separated by blanks${labels ? ', the label last' : ''}`,
      remedy:
        'mend the line, check the options `image` and `labels`, or read the file as csv if commas part its numbers',
    })
  }
}

function grown(row: Float32Array, tooWide: () => Error): Float32Array {
  if (row.length >= MAX_DIMENSIONS) throw tooWide()
  const longer = new Float32Array(2 * row.length)
  longer.set(row)
  return longer
}

/** Whether this is a byte-order mark as far as it goes. */
function startsAsMark(bytes: Uint8Array): boolean {
  return bytes.length > 0 && BYTE_ORDER_MARK.every((byte, place) => place >= bytes.length || bytes[place] === byte)
}
