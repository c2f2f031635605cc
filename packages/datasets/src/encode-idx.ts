import type { IdxArray } from './idx.js'

/**
 * The IDX file of an array of unsigned bytes; the inverse of `parseIdx`.
 *
 * @throws RangeError where the data does not fill the dimensions, or a dimension does not fit 32 bits
 */
export function encodeIdx({ dimensions, data }: IdxArray): Uint8Array {
  const size = dimensions.reduce((product, length) => product * length, 1)
  if (dimensions.length < 1 || dimensions.length > 255 || dimensions.some((length) => length !== length >>> 0))
    throw new RangeError(`an IDX file cannot have the dimensions ${dimensions.join(' × ')}`)
  if (size !== data.length) throw new RangeError(`${data.length} bytes do not fill ${dimensions.join(' × ')}`)
  const header = 4 + 4 * dimensions.length
  const bytes = new Uint8Array(header + size)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, (0x08 << 8) | dimensions.length)
  dimensions.forEach((length, axis) => view.setUint32(4 + 4 * axis, length))
  bytes.set(data, header)
  return bytes
}
