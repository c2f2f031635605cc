import { HourglassError } from '@hourglass/core'

/** An array as an IDX file holds it. */
export interface IdxArray {
  /** Outermost first: [examples, height, width] for pictures, [examples] for labels. */
  readonly dimensions: readonly number[]
  /** Row-major; a view of the file's bytes, not a copy. */
  readonly data: Uint8Array
}

/** The third byte of the magic number: what each element is. */
const ELEMENT_TYPES: Readonly<Record<number, string>> = {
  0x08: 'unsigned bytes',
  0x09: 'signed bytes',
  0x0b: '16-bit integers',
  0x0c: '32-bit integers',
  0x0d: '32-bit floats',
  0x0e: '64-bit floats',
}
const UNSIGNED_BYTES = 0x08

/**
 * Reads an IDX array of unsigned bytes: two zero bytes, the element type, the number of dimensions n, n sizes as
 * big-endian 32-bit integers, then exactly as many bytes as their product. Nothing is allocated by what the header
 * claims. Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 *
 * @param source the file's name, for messages
 * @throws HourglassError `invalid-idx`
 */
export function parseIdx(bytes: Uint8Array, source: string): IdxArray {
  const refuse = (message: string, expected: string): HourglassError =>
    new HourglassError('invalid-idx', message, { place: { source }, expected, remedy: REPLACE_FILE })

  if (bytes.length < 4)
    throw refuse(`the file ends after ${count(bytes.length)}, within its magic number`, 'an IDX file of unsigned bytes')
  if (bytes[0] !== 0 || bytes[1] !== 0)
    throw refuse(`this is not an IDX file: it begins with ${hex(bytes.subarray(0, 4))}`, 'two zero bytes, 08, …')
  if (bytes[2] !== UNSIGNED_BYTES)
    throw refuse(
      `the elements are ${ELEMENT_TYPES[bytes[2]!] ?? 'of an unknown type'} (type ${hex(bytes.subarray(2, 3))})`,
      'unsigned bytes (type 08)',
    )
  const rank = bytes[3]!
  if (rank === 0) throw refuse('the header names no dimensions', 'at least one dimension')
  const header = 4 + 4 * rank
  if (bytes.length < header)
    throw refuse(`the file ends after ${count(bytes.length)}, within its header`, `a header of ${count(header)}`)

  const view = new DataView(bytes.buffer, bytes.byteOffset, header)
  const dimensions = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis))
  // In BigInt: 255 sizes of 32 bits overflow a double, and a rounded product could seem to fit.
  const claimed = dimensions.reduce((product, size) => product * BigInt(size), 1n)
  const found = bytes.length - header
  if (claimed !== BigInt(found))
    throw refuse(
      `the file is ${claimed > found ? 'cut short' : 'too long'}: ${count(found)} of data follow the header`,
      `${dimensions.join(' × ')} = ${claimed.toLocaleString('en')} bytes, as the header says`,
    )
  return { dimensions, data: bytes.subarray(header) }
}

const REPLACE_FILE = 'put an undamaged copy in its place, or delete it'

function count(bytes: number): string {
  return `${bytes.toLocaleString('en')} ${bytes === 1 ? 'byte' : 'bytes'}`
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
