import { HourglassError } from '@hourglass/core'

/** What the header of a `.npy` file says. */
export interface NpyHeader {
  readonly type: NpyType
  readonly littleEndian: boolean
  /** The first index changes fastest. */
  readonly fortran: boolean
  readonly shape: readonly number[]
  /** Where the numbers begin. */
  readonly start: number
}

/** Kinds and widths of the numbers that are read: booleans, integers with and without sign, floats. */
export type NpyType = keyof typeof NPY_WIDTHS
export const NPY_WIDTHS = {
  b1: 1,
  i1: 1,
  u1: 1,
  i2: 2,
  u2: 2,
  f2: 2,
  i4: 4,
  u4: 4,
  f4: 4,
  i8: 8,
  u8: 8,
  f8: 8,
} as const

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)
/** A header is a line of some hundred characters; numpy itself refuses more than this. */
const MAX_HEADER = 10_000

export function refuseNpy(source: string, message: string, expected: string): HourglassError {
  return new HourglassError('invalid-npy', message, {
    place: { source },
    expected,
    remedy: 'save it anew: numpy.save(path, numpy.asarray(x, dtype="float32"), allow_pickle=False)',
  })
}

/**
 * Reads the header of a `.npy` file, versions 1 to 3: magic number, version, length of the header, and a Python dict of
 * exactly `descr`, `fortran_order` and `shape`, padded with blanks. Arrays of objects, which hold pickled Python and
 * could be programs, are refused, as are records, text and complex numbers. Format: numpy.lib.format.
 *
 * @throws HourglassError `invalid-npy`
 */
export function parseNpyHeader(bytes: Uint8Array, source: string): NpyHeader {
  const refuse = (message: string, expected = 'a .npy file of numbers') => refuseNpy(source, message, expected)
  if (!MAGIC.every((byte, place) => bytes[place] === byte)) {
    const start = Array.from(bytes.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const pickled = bytes[0] === 0x80 ? ' (a pickle: it is not read, it could be any program)' : ''
    throw refuse(bytes.length === 0 ? 'the file is empty' : `this is no .npy file: it begins with ${start}${pickled}`)
  }
  const [major, minor] = [bytes[6], bytes[7]]
  if (!(major! >= 1 && major! <= 3) || minor !== 0)
    throw refuse(`the file is of version ${major}.${minor}`, 'version 1.0, 2.0 or 3.0')
  const begin = major === 1 ? 10 : 12
  if (bytes.length < begin) throw refuse('the file is cut short: it ends within its header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, begin)
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > MAX_HEADER) throw refuse(`the header claims ${length} bytes`, `at most ${MAX_HEADER}`)
  if (bytes.length < begin + length) throw refuse('the file is cut short: it ends within its header')
  const text = Buffer.from(bytes.subarray(begin, begin + length)).toString('latin1')
  return { ...readDict(text, refuse), start: begin + length }
}

const STRING = `'([^'"\\\\]*)'|"([^'"\\\\]*)"`
const PAIR = new RegExp(`^\\s*(?:${STRING})\\s*:\\s*(?:${STRING}|(True|False)|\\(([\\dL,\\s]*)\\))\\s*(?:,|(?=\\}))`)

function readDict(text: string, refuse: (message: string, expected?: string) => HourglassError) {
  const shown = JSON.stringify(text.trim().slice(0, 120))
  const expected = `{'descr': '<f4', 'fortran_order': False, 'shape': (100, 784), }`
  const found = new Map<string, { string?: string; flag?: string; tuple?: string }>()
  let rest = text.trim()
  if (!rest.startsWith('{') || !rest.endsWith('}')) throw refuse(`the header is no Python dict: ${shown}`, expected)
  if (/'descr'\s*:\s*\[/.test(rest)) throw refuse('the elements are records of several fields', 'an array of numbers')
  rest = rest.slice(1)
  for (let pair = PAIR.exec(rest); pair !== null; pair = PAIR.exec(rest)) {
    const [whole, key = pair[2]!, , string = pair[4], , flag, tuple] = pair
    if (found.has(key)) throw refuse(`the header has "${key}" twice`, expected)
    found.set(key, { string, flag, tuple })
    rest = rest.slice(whole.length)
  }
  const [descr, order, shape] = ['descr', 'fortran_order', 'shape'].map((key) => found.get(key))
  if (rest.trim() !== '}' || found.size !== 3 || !descr?.string || !order?.flag || shape?.tuple === undefined)
    throw refuse(`the header cannot be understood: ${shown}`, expected)
  return {
    ...readType(descr.string, refuse),
    fortran: order.flag === 'True',
    shape: readShape(shape.tuple, refuse, expected),
  }
}

function readType(descr: string, refuse: (message: string, expected?: string) => HourglassError) {
  const [, order, type] = /^([<>|=])(.+)$/.exec(descr) ?? []
  if (type?.startsWith('O')) throw refuse('the array holds pickled objects: it is not read', 'an array of numbers')
  if (type === undefined || !Object.hasOwn(NPY_WIDTHS, type) || (order === '|' && NPY_WIDTHS[type as NpyType] > 1))
    throw refuse(`the elements are of type "${descr}"`, `numbers: ${Object.keys(NPY_WIDTHS).join(', ')}`)
  if (order === '=') throw refuse(`the order of bytes is not said: "${descr}"`, '"<" or ">"')
  return { type: type as NpyType, littleEndian: order !== '>' }
}

function readShape(
  tuple: string,
  refuse: (message: string, expected?: string) => HourglassError,
  expected: string,
): number[] {
  const text = tuple.replaceAll(/\s/g, '')
  // (n) without a comma is a number, not a tuple.
  if (!/^(|\d+L?,|\d+L?(,\d+L?)+,?)$/.test(text)) throw refuse(`the shape cannot be understood: (${tuple})`, expected)
  const shape = text
    .split(',')
    .filter((size) => size !== '')
    .map((size) => Number(size.replace('L', '')))
  if (shape.length > 32 || !shape.every(Number.isSafeInteger)) throw refuse(`there is no shape (${tuple})`)
  return shape
}
