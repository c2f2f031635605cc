import { checkAmount } from './examples.js'
import { NPY_WIDTHS, type NpyType, parseNpyHeader, refuseNpy } from './npy-header.js'

/** An array as a `.npy` file holds it. */
export interface NpyArray {
  readonly shape: readonly number[]
  readonly type: NpyType
  /** Row-major, whatever the order in the file. Bytes stay bytes; 64-bit integers become the nearest double. */
  readonly data: Uint8Array | Float32Array | Float64Array
}

/**
 * Reads a `.npy` file: a header, then exactly as many numbers as its shape says, little or big endian, in C or in Fortran
 * order. Nothing is allocated by what the header claims until the length of the file has proven it.
 *
 * @param source the file's name, for messages
 * @throws HourglassError `invalid-npy`, `too-much-data`
 */
export function parseNpy(bytes: Uint8Array, source: string): NpyArray {
  const { type, littleEndian, fortran, shape, start } = parseNpyHeader(bytes, source)
  const width = NPY_WIDTHS[type]
  const found = bytes.length - start
  // In BigInt: a product of many sizes overflows a double, and a rounded one could seem to fit.
  const claimed = shape.reduce((product, size) => product * BigInt(size), BigInt(width))
  if (claimed !== BigInt(found))
    throw refuseNpy(
      source,
      `the file is ${claimed > found ? 'cut short' : 'too long'}: ${found.toLocaleString('en')} bytes follow its header`,
      `${[...shape, `${width} bytes`].join(' × ')} = ${claimed.toLocaleString('en')} bytes, as the header says`,
    )
  const count = found / width
  checkAmount(count, source)
  const content = bytes.subarray(start)
  if ((type === 'u1' || type === 'b1') && !(fortran && shape.length > 1)) {
    if (type === 'b1' && content.some((byte) => byte > 1))
      throw refuseNpy(source, 'a boolean is neither 0 nor 1', '0 or 1 in each byte')
    return { shape, type, data: content }
  }
  const read = reader(new DataView(content.buffer, content.byteOffset, content.length), type, littleEndian)
  const data =
    type === 'u1' || type === 'b1'
      ? new Uint8Array(count)
      : type === 'f4' || type === 'f2'
        ? new Float32Array(count)
        : new Float64Array(count)
  if (!fortran || shape.length < 2) for (let i = 0, at = 0; i < count; i++, at += width) data[i] = read(at)
  else fromFortran(shape, (to, from) => void (data[to] = read(from * width)))
  if (type === 'b1' && data.some((value) => value > 1))
    throw refuseNpy(source, 'a boolean is neither 0 nor 1', '0 or 1 in each byte')
  return { shape, type, data }
}

type Read = (offset: number) => number

function reader(view: DataView, type: NpyType, little: boolean): Read {
  const readers: Record<NpyType, Read> = {
    b1: (at) => view.getUint8(at),
    u1: (at) => view.getUint8(at),
    i1: (at) => view.getInt8(at),
    u2: (at) => view.getUint16(at, little),
    i2: (at) => view.getInt16(at, little),
    f2: (at) => halfToNumber(view.getUint16(at, little)),
    u4: (at) => view.getUint32(at, little),
    i4: (at) => view.getInt32(at, little),
    f4: (at) => view.getFloat32(at, little),
    u8: (at) => Number(view.getBigUint64(at, little)),
    i8: (at) => Number(view.getBigInt64(at, little)),
    f8: (at) => view.getFloat64(at, little),
  }
  return readers[type]
}

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
function halfToNumber(half: number): number {
  const [sign, exponent, fraction] = [half >> 15 ? -1 : 1, (half >> 10) & 31, half & 1023]
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** Calls `copy` for each element: where it goes row-major, where it stands with the first index fastest. */
function fromFortran(shape: readonly number[], copy: (to: number, from: number) => void): void {
  const count = shape.reduce((product, size) => product * size, 1)
  const index = shape.map(() => 0)
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1))
  for (let to = 0, from = 0; to < count; to++) {
    copy(to, from)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      from -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
}
